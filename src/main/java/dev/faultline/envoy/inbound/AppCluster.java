package dev.faultline.envoy.inbound;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.OriginalDstLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;

/**
 * The way from the sidecar to the application: to the address that the caller has called, at the application's own port.
 *
 * <p>So it reaches whom the caller would have reached without a sidecar: an application on all addresses, and one on the
 * pod's own, of either family; one on 127.0.0.1 alone nobody has ever reached from outside, and nobody does now. Nor does
 * the application take a stranger for its own machine, as it would if all requests came from 127.0.0.1. Nothing in it is
 * of one pod, so all pods of a workload have the same. Source: Envoy, original destination load balancing by filter
 * state; tried with 1.40.
 */
final class AppCluster {
    /** Under which a connection says where it leads. Source: Envoy, well known filter state. */
    static final String CALLED = "envoy.network.transport_socket.original_dst_address";

    private static final int CONNECT_SECONDS = 30;
    private static final int KEEPALIVE_AFTER_SECONDS = 60;
    private static final int KEEPALIVE_INTERVAL_SECONDS = 10;

    /** A pod has few addresses, and they stay. */
    private static final int FORGOTTEN_AFTER_SECONDS = 3600;

    private AppCluster() {}

    /** Without limits, and without a word of what is spoken. */
    static Cluster.Builder to(Inlet inlet, String name) {
        return Cluster.newBuilder()
                .setName(name)
                .setType(DiscoveryType.ORIGINAL_DST)
                .setLbPolicy(LbPolicy.CLUSTER_PROVIDED)
                .setOriginalDstLbConfig(
                        OriginalDstLbConfig.newBuilder().setUpstreamPortOverride(UInt32Value.of(inlet.app())))
                .setCleanupInterval(seconds(FORGOTTEN_AFTER_SECONDS))
                .setConnectTimeout(seconds(CONNECT_SECONDS))
                .setUpstreamConnectionOptions(UpstreamConnectionOptions.newBuilder()
                        .setTcpKeepalive(TcpKeepalive.newBuilder()
                                .setKeepaliveTime(UInt32Value.of(KEEPALIVE_AFTER_SECONDS))
                                .setKeepaliveInterval(UInt32Value.of(KEEPALIVE_INTERVAL_SECONDS))));
    }

    private static Duration seconds(int seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }
}
