package dev.faultline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.faultline.cluster.traffic.ConfigText;
import dev.faultline.cluster.traffic.SidecarCase;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import dev.faultline.envoy.reference.KnownMentions;
import dev.faultline.envoy.reference.ReferenceCheck;
import dev.faultline.envoy.trace.Tracing;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A policy and the Services it names in, all that Envoy is sent out: one folder per case. */
class SidecarGoldenTest {
    static Stream<SidecarCase> cases() {
        return SidecarCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPolicyGivesItsConfiguration(SidecarCase given) {
        var config = given.config();

        Golden.check(given.folder(), Map.of("out-config.yaml", ConfigText.of(config)));
    }

    /** Else a replica that lists objects in another order would send everything anew. */
    @ParameterizedTest
    @MethodSource("cases")
    void theOrderOfWhatIsReadChangesNoByte(SidecarCase given) {
        var config = given.config();

        for (var seed = 0; seed < 10; seed++) {
            assertThat(given.shuffled(seed).config()).isEqualTo(config);
        }
    }

    /** A listener that changes cuts its connections. */
    @ParameterizedTest
    @MethodSource("cases")
    void withAndWithoutThePolicyTheSamePortsAreServedAndTcpIsServedByTheSameBytes(SidecarCase given) {
        var passing = given.passThrough();

        var inForce = given.config();

        assertThat(inForce.of(ResourceType.Listener).keySet())
                .isEqualTo(passing.of(ResourceType.Listener).keySet());
        var clusters = new HashSet<>(inForce.of(ResourceType.Cluster).keySet());
        clusters.remove(Tracing.CLUSTER);
        assertThat(clusters).isEqualTo(passing.of(ResourceType.Cluster).keySet());
        inForce.of(ResourceType.Listener).forEach((name, listener) -> {
            if (tcp(listener)
                    .filter(SidecarGoldenTest::isSilentForAnHour)
                    .findAny()
                    .isPresent()) {
                assertThat(listener).isEqualTo(passing.of(ResourceType.Listener).get(name));
            }
        });
    }

    /** Of another silence a policy asks; it says in its field that this cuts connections. */
    private static boolean isSilentForAnHour(TcpProxy proxy) {
        return proxy.getIdleTimeout().getSeconds() == 3600;
    }

    /** Envoy takes a name that is not there without a word. */
    @ParameterizedTest
    @MethodSource("cases")
    void whatIsReferredToIsThere(SidecarCase given) {
        var config = given.config();

        var clusters = new HashSet<String>();
        config.of(ResourceType.Routes)
                .values()
                .forEach(routes -> routes(routes)
                        .filter(Route::hasRoute)
                        .forEach(route -> clusters.add(route.getRoute().getCluster())));
        listeners(config).flatMap(SidecarGoldenTest::tcp).forEach(proxy -> clusters.add(proxy.getCluster()));
        listeners(config)
                .flatMap(SidecarGoldenTest::http)
                .filter(HttpConnectionManager::hasTracing)
                .forEach(_ -> clusters.add(Tracing.CLUSTER));
        assertThat(config.of(ResourceType.Cluster).keySet()).isEqualTo(clusters);
        var routes = new HashSet<String>();
        listeners(config)
                .flatMap(SidecarGoldenTest::http)
                .forEach(manager -> routes.add(manager.getRds().getRouteConfigName()));
        // Those of a port that is passed through now serve the connections of before.
        listeners(config)
                .map(Resource::name)
                .filter(name -> name.startsWith("inbound:"))
                .forEach(routes::add);
        assertThat(config.of(ResourceType.Routes).keySet()).isEqualTo(routes);
        var endpoints = new HashSet<String>();
        clusters(config)
                .filter(Cluster::hasEdsClusterConfig)
                .forEach(cluster -> endpoints.add(cluster.getEdsClusterConfig().getServiceName()));
        assertThat(config.of(ResourceType.Endpoints).keySet()).isEqualTo(endpoints);
    }

    /** Or it would not be sent. */
    @ParameterizedTest
    @MethodSource("cases")
    void itsReferencesAreInOrder(SidecarCase given) {
        assertThat(new ReferenceCheck(new KnownMentions()).of(given.config())).isEmpty();
        assertThat(new ReferenceCheck(new KnownMentions()).of(given.passThrough()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesFitEnvoysStatistics(SidecarCase given) {
        var config = given.config();

        assertThat(clusters(config)).allSatisfy(cluster -> {
            assertThat(cluster.getName()).doesNotContain(".").doesNotContain(":");
            assertThat(cluster.getAltStatName()).doesNotContain(".").doesNotContain(":");
        });
        assertThat(listeners(config).flatMap(SidecarGoldenTest::prefixes))
                .allSatisfy(prefix ->
                        assertThat(prefix).isNotEmpty().doesNotContain(".").doesNotContain(":"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noTwoListenersHaveOneAddress(SidecarCase given) {
        var config = given.config();

        assertThat(listeners(config)
                        .map(listener -> message(listener, Listener.class).getAddress()))
                .doesNotHaveDuplicates();
    }

    private static Stream<String> prefixes(Resource listener) {
        return Stream.concat(
                http(listener).map(HttpConnectionManager::getStatPrefix),
                tcp(listener).map(TcpProxy::getStatPrefix));
    }

    private static Stream<Resource> listeners(ProxyConfig config) {
        return config.of(ResourceType.Listener).values().stream();
    }

    private static Stream<Cluster> clusters(ProxyConfig config) {
        return config.of(ResourceType.Cluster).values().stream().map(resource -> message(resource, Cluster.class));
    }

    private static Stream<Route> routes(Resource routes) {
        return message(routes, RouteConfiguration.class).getVirtualHostsList().stream()
                .flatMap(host -> host.getRoutesList().stream());
    }

    private static Stream<HttpConnectionManager> http(Resource listener) {
        return filters(listener, HttpConnectionManager.class);
    }

    private static Stream<TcpProxy> tcp(Resource listener) {
        return filters(listener, TcpProxy.class);
    }

    private static <T extends Message> Stream<T> filters(Resource listener, Class<T> type) {
        return message(listener, Listener.class).getFilterChainsList().stream()
                .flatMap(chain -> chain.getFiltersList().stream())
                .filter(filter -> filter.getTypedConfig().is(type))
                .map(filter -> unpack(filter.getTypedConfig(), type));
    }

    private static <T extends Message> T message(Resource resource, Class<T> type) {
        return unpack(resource.body(), type);
    }

    private static <T extends Message> T unpack(Any any, Class<T> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
