package dev.faultline.envoy;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.Optional;

/** Where calls are taken, one cluster for each leg. Source: Envoy config.cluster.v3.Cluster. */
final class Clusters {
    /** Longer than any network needs: pass-through must not fail a call that would have succeeded. */
    private static final java.time.Duration PATIENT = java.time.Duration.ofSeconds(30);

    private static final int KEEPALIVE_AFTER_SECONDS = 60;
    private static final int KEEPALIVE_INTERVAL_SECONDS = 10;

    private Clusters() {}

    static Resource of(Leg leg, Addressing addressing) {
        var terms = terms(leg.handling());
        var cluster = Cluster.newBuilder()
                .setName(leg.clusterName())
                .setAltStatName(Statistic.cluster(leg))
                .setConnectTimeout(
                        Durations.of(terms.map(Leg.Terms::connectTimeout).orElse(PATIENT)))
                .setCommonLbConfig(balancing())
                .setUpstreamConnectionOptions(keepalive());
        place(cluster, leg, addressing);
        cluster.putTypedExtensionProtocolOptions(
                Protocols.OPTIONS,
                leg.handling() instanceof Leg.Handling.Http http
                        ? Protocols.upstream(http.version(), TimeLeft.filters(leg, http))
                        : Protocols.asCalled());
        terms.ifPresent(some -> cluster.setCircuitBreakers(Breakers.limits(some.breaker()))
                .setOutlierDetection(Breakers.ejection(some.breaker().ejection()))
                .addAllHealthChecks(HealthSwitch.checks(some.dependency()))
                .setCloseConnectionsOnHostHealthFailure(true)
                // Or a pod that is gone would be called for as long as the sidecar's own check passes: for ever.
                .setIgnoreHealthOnHostRemoval(true));
        if (leg.handling() instanceof Leg.Handling.Tcp tcp) {
            cluster.setMetadata(CallLog.wish(tcp.terms()));
        }
        return Resource.of(ResourceType.Cluster, leg.clusterName(), cluster.build());
    }

    private static Optional<Leg.Terms> terms(Leg.Handling handling) {
        return switch (handling) {
            case Leg.Handling.PassThrough _ -> Optional.empty();
            case Leg.Handling.Tcp(var terms) -> Optional.of(terms);
            case Leg.Handling.Http http -> Optional.of(http.terms());
        };
    }

    private static void place(Cluster.Builder cluster, Leg leg, Addressing addressing) {
        switch (leg.destination()) {
            case Leg.Destination.Pods(var name) ->
                cluster.setType(DiscoveryType.EDS)
                        .setEdsClusterConfig(EdsClusterConfig.newBuilder()
                                .setServiceName(name)
                                .setEdsConfig(ConfigSource.newBuilder()
                                        .setAds(AggregatedConfigSource.getDefaultInstance())
                                        .setResourceApiVersion(ApiVersion.V3)));
            case Leg.Destination.Fixed(var address, var port) ->
                cluster.setType(DiscoveryType.STATIC).setLoadAssignment(single(cluster.getName(), address, port));
            case Leg.Destination.Nowhere _ ->
                cluster.setType(DiscoveryType.STATIC)
                        .setLoadAssignment(ClusterLoadAssignment.newBuilder().setClusterName(cluster.getName()));
            case Leg.Destination.Host host -> resolve(cluster.setDnsLookupFamily(addressing.lookup()), leg, host);
        }
    }

    /** HTTP spreads calls over all addresses of a host; a TCP connection stays with the one it was made to. */
    private static void resolve(Cluster.Builder cluster, Leg leg, Leg.Destination.Host host) {
        cluster.setType(
                        leg.handling() instanceof Leg.Handling.Http
                                ? DiscoveryType.STRICT_DNS
                                : DiscoveryType.LOGICAL_DNS)
                .setRespectDnsTtl(true)
                .setLoadAssignment(single(cluster.getName(), host.name(), host.port()));
        host.tls()
                .ifPresent(tls -> cluster.setTransportSocket(Originate.socket(host.name(), tls, leg.handling()))
                        .addTransportSocketMatches(HealthSwitch.socket()));
    }

    static ClusterLoadAssignment single(String cluster, String address, int port) {
        return ClusterLoadAssignment.newBuilder()
                .setClusterName(cluster)
                .addEndpoints(LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(LbEndpoint.newBuilder()
                                .setEndpoint(Endpoint.newBuilder()
                                        .setAddress(Endpoints.address(address, port))
                                        .setHealthCheckConfig(Endpoints.healthCheck("")))))
                .build();
    }

    /**
     * No panic: with it, ejected endpoints and those of a lost zone would be called again. No merging: what is judged
     * bad is not called once more.
     */
    private static CommonLbConfig balancing() {
        return CommonLbConfig.newBuilder()
                .setHealthyPanicThreshold(Percent.getDefaultInstance())
                .setUpdateMergeWindow(Duration.getDefaultInstance())
                .build();
    }

    /** The application's own keepalive ends at the sidecar. */
    private static UpstreamConnectionOptions keepalive() {
        return UpstreamConnectionOptions.newBuilder()
                .setTcpKeepalive(TcpKeepalive.newBuilder()
                        .setKeepaliveTime(UInt32Value.of(KEEPALIVE_AFTER_SECONDS))
                        .setKeepaliveInterval(UInt32Value.of(KEEPALIVE_INTERVAL_SECONDS)))
                .build();
    }
}
