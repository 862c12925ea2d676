package dev.faultline.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import dev.faultline.envoy.Bootstrap;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;

/** Small resources that a real Envoy takes. */
public final class Samples {
    private static final ConfigSource ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            .build();

    private Samples() {}

    public static Resource runtime() {
        return Resource.of(
                ResourceType.RuntimeLayer,
                Bootstrap.RUNTIME_LAYER,
                Runtime.newBuilder().setName(Bootstrap.RUNTIME_LAYER).build());
    }

    public static Resource runtime(String key, double value) {
        var number = Value.newBuilder().setNumberValue(value).build();
        return Resource.of(
                ResourceType.RuntimeLayer,
                Bootstrap.RUNTIME_LAYER,
                Runtime.newBuilder()
                        .setName(Bootstrap.RUNTIME_LAYER)
                        .setLayer(Struct.newBuilder().putFields(key, number))
                        .build());
    }

    /** Its endpoints have its own name. */
    public static Resource cluster(String name) {
        return cluster(name, name, 1024);
    }

    public static Resource cluster(String name, String endpoints, int requests) {
        return Resource.of(
                ResourceType.Cluster,
                name,
                Cluster.newBuilder()
                        .setName(name)
                        .setType(Cluster.DiscoveryType.EDS)
                        .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder()
                                .setServiceName(endpoints)
                                .setEdsConfig(ADS))
                        .setConnectTimeout(Duration.newBuilder().setSeconds(1))
                        .setCircuitBreakers(CircuitBreakers.newBuilder()
                                .addThresholds(CircuitBreakers.Thresholds.newBuilder()
                                        .setMaxRequests(UInt32Value.of(requests))))
                        .build());
    }

    /** A port of this machine. */
    public static Resource endpoints(String name, int port) {
        return endpoints(name, "127.0.0.1", port);
    }

    public static Resource endpoints(String name, String address, int port) {
        return Resource.of(
                ResourceType.Endpoints,
                name,
                ClusterLoadAssignment.newBuilder()
                        .setClusterName(name)
                        .addEndpoints(LocalityLbEndpoints.newBuilder()
                                .addLbEndpoints(LbEndpoint.newBuilder()
                                        .setEndpoint(Endpoint.newBuilder().setAddress(address(address, port)))))
                        .build());
    }

    /** Its route configuration has its own name. */
    public static Resource listener(String name, int port) {
        return listener(name, "127.0.0.1", port, name);
    }

    public static Resource listener(String name, String address, int port, String routes) {
        var manager = HttpConnectionManager.newBuilder()
                .setStatPrefix(name)
                .setRds(Rds.newBuilder().setRouteConfigName(routes).setConfigSource(ADS))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("envoy.filters.http.router")
                        .setTypedConfig(Any.pack(Router.getDefaultInstance())))
                .build();
        return Resource.of(
                ResourceType.Listener,
                name,
                Listener.newBuilder()
                        .setName(name)
                        .setAddress(address(address, port))
                        .addFilterChains(FilterChain.newBuilder()
                                .addFilters(Filter.newBuilder()
                                        .setName("envoy.filters.network.http_connection_manager")
                                        .setTypedConfig(Any.pack(manager))))
                        .build());
    }

    /** Everything goes to one cluster. */
    public static Resource routes(String name, String cluster) {
        return routes(name, cluster, "/");
    }

    public static Resource routes(String name, String cluster, String prefix) {
        return Resource.of(
                ResourceType.Routes,
                name,
                RouteConfiguration.newBuilder()
                        .setName(name)
                        .addVirtualHosts(VirtualHost.newBuilder()
                                .setName("all")
                                .addDomains("*")
                                .addRoutes(Route.newBuilder()
                                        .setMatch(RouteMatch.newBuilder().setPrefix(prefix))
                                        .setRoute(RouteAction.newBuilder().setCluster(cluster))))
                        .build());
    }

    private static Address address(String address, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
                .build();
    }
}
