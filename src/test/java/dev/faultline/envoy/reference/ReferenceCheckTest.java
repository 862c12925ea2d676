package dev.faultline.envoy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.faultline.cluster.traffic.SidecarCase;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import dev.faultline.envoy.trace.Tracer;
import dev.faultline.envoy.trace.Tracing;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.FilterConfig;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A name that leads nowhere, planted in a configuration that is otherwise in order. */
class ReferenceCheckTest {
    private static final String HTTP = "inventory.shop:80";
    private static final String TCP = "db.shop:5432";
    private static final String ALIAS = "pay.faultline:8443";
    private static final String FAULT = "envoy.filters.http.fault";

    private static final ProxyConfig GOOD = SidecarCase.of("""
            apiVersion: faultline.dev/v1alpha1
            kind: ResiliencePolicy
            metadata: {name: web, namespace: shop}
            spec:
              targetRefs: [{kind: Deployment, name: web}]
              dependencies:
              - {name: inventory, serviceRef: {name: inventory, port: 80}, protocol: HTTP}
              - {name: db, serviceRef: {name: db, port: 5432}, protocol: TCP}
              - name: pay
                external: {host: pay.example.com, port: 443, tls: Originate}
                protocol: HTTP
                listenPort: 8443
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: inventory, namespace: shop}
            spec: {clusterIP: 10.96.0.10, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: db, namespace: shop}
            spec: {clusterIP: 10.96.0.11, ports: [{port: 5432}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
            addressType: IPv4
            ports: [{port: 5432}]
            endpoints: [{addresses: [10.244.1.5], conditions: {ready: true}}]
            """).config();

    @Test
    void whatIsInOrderIsFoundInOrder() {
        assertThat(new ReferenceCheck(new KnownMentions()).of(GOOD)).isEmpty();
    }

    @Test
    void aRouteToAClusterThatIsNotThere() {
        var wrong = route(action -> action.setCluster("elsewhere"));

        found(wrong, ResourceType.Routes, HTTP, "it refers to Cluster elsewhere, which is not there");
    }

    @Test
    void aShareOfARouteToAClusterThatIsNotThere() {
        var wrong = route(action -> action.setWeightedClusters(WeightedCluster.newBuilder()
                .addClusters(WeightedCluster.ClusterWeight.newBuilder().setName("inventory_shop_80"))
                .addClusters(WeightedCluster.ClusterWeight.newBuilder().setName("elsewhere"))));

        found(wrong, ResourceType.Routes, HTTP, "it refers to Cluster elsewhere, which is not there");
    }

    @Test
    void aCopyOfCallsToAClusterThatIsNotThere() {
        var wrong = route(action -> action.addRequestMirrorPolicies(
                RouteAction.RequestMirrorPolicy.newBuilder().setCluster("elsewhere")));

        found(wrong, ResourceType.Routes, HTTP, "it refers to Cluster elsewhere, which is not there");
    }

    @Test
    void aClusterThatACallerChooses() {
        var wrong = route(action -> action.setClusterHeader("x-cluster"));

        found(wrong, ResourceType.Routes, HTTP, "nobody knows which cluster a route goes to");
    }

    @Test
    void bytesToAClusterThatIsNotThere() {
        var wrong = tcp(proxy -> proxy.setCluster("elsewhere"));

        found(wrong, ResourceType.Listener, TCP, "it refers to Cluster elsewhere, which is not there");
    }

    @Test
    void aShareOfBytesToAClusterThatIsNotThere() {
        var wrong = tcp(proxy -> proxy.setWeightedClusters(TcpProxy.WeightedCluster.newBuilder()
                .addClusters(TcpProxy.WeightedCluster.ClusterWeight.newBuilder().setName("elsewhere"))));

        found(wrong, ResourceType.Listener, TCP, "it refers to Cluster elsewhere, which is not there");
    }

    @Test
    void routesThatAreNotThere() {
        var wrong = without(ResourceType.Routes, HTTP);

        found(wrong, ResourceType.Listener, HTTP, "it refers to Routes inventory.shop:80, which is not there");
    }

    @Test
    void aCollectorThatIsNotThere() {
        var wrong = http(manager -> {
            Tracer.ofCalls(manager, new Tracing(10, "collector", 4317), "inventory");
            return manager;
        });

        found(wrong, ResourceType.Listener, HTTP, "it refers to Cluster traces__collector, which is not there");
    }

    @Test
    void aTracerThatNobodyKnows() {
        var wrong = http(manager -> manager.setTracing(HttpConnectionManager.Tracing.newBuilder()
                .setProvider(io.envoyproxy.envoy.config.trace.v3.Tracing.Http.newBuilder()
                        .setName("envoy.tracers.zipkin"))));

        found(wrong, ResourceType.Listener, HTTP, "nobody knows where its spans go");
    }

    @Test
    void routesThatNobodySees() {
        var wrong = http(manager -> manager.setRouteConfig(RouteConfiguration.getDefaultInstance()));

        found(
                wrong,
                ResourceType.Listener,
                HTTP,
                "its routes are not a resource of their own, and nobody looks at what they refer to");
    }

    @Test
    void aFilterThatNobodyKnows() {
        var wrong = with(
                ResourceType.Listener,
                TCP,
                Listener.getDefaultInstance(),
                listener -> listener.toBuilder()
                        .setFilterChains(
                                0,
                                listener.getFilterChains(0).toBuilder()
                                        .addFilters(0, Filter.newBuilder().setName("new")))
                        .build());

        found(wrong, ResourceType.Listener, TCP, "nobody knows what filter new refers to");
    }

    @Test
    void endpointsThatAreNotThere() {
        var wrong = without(ResourceType.Endpoints, "shop/db:5432");

        found(wrong, ResourceType.Cluster, "db_shop_5432", "it refers to Endpoints shop/db:5432, which is not there");
    }

    @Test
    void settingsOfARouteForAFilterThatIsNotThere() {
        var wrong = host(host ->
                host.setRoutes(0, host.getRoutes(0).toBuilder().putTypedPerFilterConfig("envoy.fault", disabled())));

        found(wrong, ResourceType.Listener, HTTP, noFilter("envoy.fault"));
    }

    @Test
    void settingsOfAHostForAFilterThatIsNotThere() {
        var wrong = host(host -> host.putTypedPerFilterConfig("envoy.fault", disabled()));

        found(wrong, ResourceType.Listener, HTTP, noFilter("envoy.fault"));
    }

    @Test
    void settingsOfAllRoutesForAFilterThatIsNotThere() {
        var wrong = routes(HTTP, routes -> routes.putTypedPerFilterConfig("envoy.fault", disabled()));

        found(wrong, ResourceType.Listener, HTTP, noFilter("envoy.fault"));
    }

    @Test
    void settingsOfAShareForAFilterThatIsNotThere() {
        var wrong = route(action -> action.setWeightedClusters(WeightedCluster.newBuilder()
                .addClusters(WeightedCluster.ClusterWeight.newBuilder()
                        .setName("inventory_shop_80")
                        .putTypedPerFilterConfig("envoy.fault", disabled()))));

        found(wrong, ResourceType.Listener, HTTP, noFilter("envoy.fault"));
    }

    @Test
    void settingsForAFilterThatIsThereAreNoProblem() {
        var good = host(host -> host.putTypedPerFilterConfig(FAULT, disabled()));

        assertThat(new ReferenceCheck(new KnownMentions()).of(good)).isEmpty();
    }

    @Test
    void aFaultThatNothingSwitches() {
        var wrong = http(manager -> {
            var filter = manager.getHttpFiltersBuilderList().stream()
                    .filter(candidate -> candidate.getName().equals(FAULT))
                    .findFirst()
                    .orElseThrow();
            filter.setTypedConfig(Any.pack(unpack(filter.getTypedConfig(), HTTPFault.class).toBuilder()
                    .setAbortPercentRuntime("fl.dep.inventory.abort")
                    .build()));
            return manager;
        });

        found(wrong, ResourceType.Listener, HTTP, "runtime key fl.dep.inventory.abort is no name of a fault");
    }

    @Test
    void aFaultOfARouteThatNothingSwitches() {
        var wrong = host(host -> host.putTypedPerFilterConfig(
                FAULT,
                Any.pack(HTTPFault.newBuilder()
                        .setDelayDurationRuntime("fl.dep.inventory.delay")
                        .build())));

        found(wrong, ResourceType.Routes, HTTP, "runtime key fl.dep.inventory.delay is no name of a fault");
    }

    @Test
    void aRouteThatNothingSwitches() {
        var wrong = host(host -> {
            host.getRoutesBuilder(0).getMatchBuilder().setRuntimeFraction(key("fl.inventory.blackhole"));
            return host;
        });

        found(wrong, ResourceType.Routes, HTTP, "runtime key fl.inventory.blackhole is no name of a fault");
    }

    @Test
    void aFaultThatIsSwitchedByAnotherName() {
        var wrong = with(
                ResourceType.RuntimeLayer,
                "faults",
                Runtime.getDefaultInstance(),
                layer -> layer.toBuilder()
                        .setLayer(Struct.newBuilder()
                                .putFields("fl.dep.inventory.abort_percent", number(50))
                                .putFields("fl.dep.inventory.abort_state", number(503)))
                        .build());

        found(
                wrong,
                ResourceType.RuntimeLayer,
                "faults",
                "runtime key fl.dep.inventory.abort_state is no name of a fault");
    }

    @Test
    void aDependencyThatCannotBeCutOff() {
        var wrong = routes("health_switch", routes -> {
            routes.getVirtualHostsBuilder(0).removeRoutes(0);
            return routes;
        });

        found(
                wrong,
                ResourceType.Cluster,
                "db_shop_5432",
                "its health checks ask for path /db, which nothing switches");
    }

    @Test
    void aDependencyThatIsCutOffByTheKeyOfAnother() {
        var wrong = routes("health_switch", routes -> {
            routes.getVirtualHostsBuilder(0)
                    .getRoutesBuilder(0)
                    .getMatchBuilder()
                    .setRuntimeFraction(key("fl.dep.inventory.blackhole"));
            return routes;
        });

        found(
                wrong,
                ResourceType.Routes,
                "health_switch",
                "path /db is switched by runtime key fl.dep.inventory.blackhole, another dependency's");
    }

    @Test
    void endpointsThatAreNotCheckedAtTheSwitch() {
        var wrong =
                with(ResourceType.Endpoints, "shop/db:5432", ClusterLoadAssignment.getDefaultInstance(), assignment -> {
                    var changed = assignment.toBuilder();
                    changed.getEndpointsBuilder(0)
                            .getLbEndpointsBuilder(0)
                            .getEndpointBuilder()
                            .clearHealthCheckConfig();
                    return changed.build();
                });

        found(
                wrong,
                ResourceType.Endpoints,
                "shop/db:5432",
                "its endpoints are checked at 10.244.1.5:5432, where the sidecar does not listen");
    }

    @Test
    void aHostThatIsNotCheckedAtTheSwitch() {
        var wrong = with(ResourceType.Cluster, "pay_faultline_8443", Cluster.getDefaultInstance(), cluster -> {
            var changed = cluster.toBuilder();
            changed.getLoadAssignmentBuilder()
                    .getEndpointsBuilder(0)
                    .getLbEndpointsBuilder(0)
                    .getEndpointBuilder()
                    .getHealthCheckConfigBuilder()
                    .getAddressBuilder()
                    .getSocketAddressBuilder()
                    .setPortValue(1);
            return changed.build();
        });

        found(
                wrong,
                ResourceType.Cluster,
                "pay_faultline_8443",
                "its endpoints are checked at 127.0.0.1:1, where the sidecar does not listen");
    }

    @Test
    void checksThatWouldSpeakTls() {
        var wrong = with(
                ResourceType.Cluster,
                "pay_faultline_8443",
                Cluster.getDefaultInstance(),
                cluster -> cluster.toBuilder().clearTransportSocketMatches().build());

        found(wrong, ResourceType.Cluster, "pay_faultline_8443", "its health checks would speak the TLS of its calls");
    }

    @Test
    void whatCannotBeRead() {
        var torn = Resource.of(ResourceType.Routes, HTTP, BytesValue.of(ByteString.fromHex("ff")));

        assertThat(new ReferenceCheck(new KnownMentions()).of(replaced(torn)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("it cannot be read: "));
    }

    private static void found(ProxyConfig wrong, ResourceType type, String resource, String message) {
        assertThat(new ReferenceCheck(new KnownMentions()).of(wrong)).contains(new Problem(type, resource, message));
    }

    private static String noFilter(String name) {
        return "its routes have settings for HTTP filter " + name
                + ", which it does not have; Envoy would leave them out";
    }

    private static Any disabled() {
        return Any.pack(FilterConfig.newBuilder().setDisabled(true).build());
    }

    private static Value number(double value) {
        return Value.newBuilder().setNumberValue(value).build();
    }

    private static RuntimeFractionalPercent key(String key) {
        return RuntimeFractionalPercent.newBuilder().setRuntimeKey(key).build();
    }

    private static ProxyConfig http(UnaryOperator<HttpConnectionManager.Builder> change) {
        return filter(
                HTTP,
                HttpConnectionManager.getDefaultInstance(),
                manager -> change.apply(manager.toBuilder()).build());
    }

    private static ProxyConfig tcp(UnaryOperator<TcpProxy.Builder> change) {
        return filter(
                TCP,
                TcpProxy.getDefaultInstance(),
                proxy -> change.apply(proxy.toBuilder()).build());
    }

    private static <M extends Message> ProxyConfig filter(String listener, M type, UnaryOperator<M> change) {
        return with(ResourceType.Listener, listener, Listener.getDefaultInstance(), found -> {
            var changed = found.toBuilder();
            var filter = changed.getFilterChainsBuilder(0).getFiltersBuilder(0);
            filter.setTypedConfig(Any.pack(change.apply(unpack(filter.getTypedConfig(), clazz(type)))));
            return changed.build();
        });
    }

    private static ProxyConfig route(UnaryOperator<RouteAction.Builder> change) {
        return host(host -> {
            var route = Route.newBuilder(host.getRoutes(0));
            return host.setRoutes(0, route.setRoute(change.apply(route.getRoute().toBuilder())));
        });
    }

    private static ProxyConfig host(UnaryOperator<VirtualHost.Builder> change) {
        return routes(HTTP, routes -> routes.setVirtualHosts(0, change.apply(routes.getVirtualHosts(0).toBuilder())));
    }

    private static ProxyConfig routes(String name, UnaryOperator<RouteConfiguration.Builder> change) {
        return with(
                ResourceType.Routes,
                name,
                RouteConfiguration.getDefaultInstance(),
                routes -> change.apply(routes.toBuilder()).build());
    }

    private static <M extends Message> ProxyConfig with(
            ResourceType type, String name, M kind, UnaryOperator<M> change) {
        var given = Objects.requireNonNull(GOOD.of(type).get(name), name);
        var changed = change.apply(unpack(given.body(), clazz(kind)));
        assertThat(changed).isNotEqualTo(unpack(given.body(), clazz(kind)));
        return replaced(Resource.of(type, name, changed));
    }

    private static ProxyConfig replaced(Resource one) {
        var resources = new ArrayList<Resource>(all());
        resources.add(one);
        return ProxyConfig.of(resources);
    }

    private static ProxyConfig without(ResourceType type, String name) {
        return ProxyConfig.of(all().stream()
                .filter(resource -> resource.type() != type || !resource.name().equals(name))
                .toList());
    }

    private static List<Resource> all() {
        return Arrays.stream(ResourceType.values())
                .flatMap(type -> GOOD.of(type).values().stream())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static <M extends Message> Class<M> clazz(M message) {
        return (Class<M>) message.getClass();
    }

    private static <M extends Message> M unpack(Any any, Class<M> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
