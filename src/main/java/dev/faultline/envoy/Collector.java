package dev.faultline.envoy;

import com.google.protobuf.Duration;
import dev.faultline.envoy.trace.Tracing;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;

/** Where spans are taken. It is resolved as the pod would resolve it, and one that is away holds up nothing. */
public final class Collector {
    private static final int CONNECT_SECONDS = 5;

    private Collector() {}

    public static Resource of(Tracing tracing, Addressing addressing) {
        return Resource.of(
                ResourceType.Cluster,
                Tracing.CLUSTER,
                Cluster.newBuilder()
                        .setName(Tracing.CLUSTER)
                        .setConnectTimeout(Duration.newBuilder().setSeconds(CONNECT_SECONDS))
                        .setType(DiscoveryType.STRICT_DNS)
                        .setRespectDnsTtl(true)
                        .setDnsLookupFamily(addressing.lookup())
                        .setLoadAssignment(Clusters.single(Tracing.CLUSTER, tracing.host(), tracing.port()))
                        .putTypedExtensionProtocolOptions(Protocols.OPTIONS, HttpManager.packed(grpc()))
                        .build());
    }

    private static HttpProtocolOptions grpc() {
        return HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(Protocols.explicit(Leg.Version.GRPC, Http2ProtocolOptions.getDefaultInstance()))
                .build();
    }
}
