package dev.faultline.envoy;

import com.google.protobuf.BoolValue;
import com.google.protobuf.UInt32Value;
import dev.faultline.envoy.trace.Tracer;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.grpc_stats.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.time.Duration;

/** What is listened on. Source: Envoy config.listener.v3.Listener. */
public final class Listeners {
    public static final String TCP_PROXY = "envoy.filters.network.tcp_proxy";

    /** One endpoint that is gone must not fail a connection while another is there. */
    private static final int CONNECT_ATTEMPTS = 3;

    private Listeners() {}

    static Resource of(Leg leg) {
        var chain = switch (leg.handling()) {
            case Leg.Handling.PassThrough _ -> tcp(leg, Leg.TCP_IDLE);
            case Leg.Handling.Tcp(var terms) -> tcp(leg, terms.idleTimeout());
            case Leg.Handling.Http http -> http(leg, http);
        };
        return Resource.of(
                ResourceType.Listener,
                leg.name(),
                Listener.newBuilder()
                        .setName(leg.name())
                        .setAddress(Endpoints.address(leg.address(), leg.port()))
                        .addFilterChains(chain)
                        .build());
    }

    /** The same with and without a policy, so that neither its coming nor its going cuts a connection. */
    private static FilterChain tcp(Leg leg, Duration idle) {
        var proxy = TcpProxy.newBuilder()
                .setStatPrefix(leg.clusterName())
                .setCluster(leg.clusterName())
                .setIdleTimeout(Durations.of(idle))
                .setMaxConnectAttempts(UInt32Value.of(CONNECT_ATTEMPTS))
                .addAccessLog(CallLog.ofTcp())
                .build();
        return FilterChain.newBuilder()
                .addFilters(Filter.newBuilder().setName(TCP_PROXY).setTypedConfig(HttpManager.packed(proxy)))
                .build();
    }

    private static FilterChain http(Leg leg, Leg.Handling.Http http) {
        var manager = HttpManager.bare(Statistic.cluster(leg), leg.name())
                .setCodecType(HttpConnectionManager.CodecType.AUTO)
                .setHttpProtocolOptions(Protocols.http1())
                .setProxy100Continue(true)
                .addUpgradeConfigs(
                        UpgradeConfig.newBuilder().setUpgradeType("websocket").setEnabled(BoolValue.of(true)))
                .addEarlyHeaderMutationExtensions(HttpManager.keptBefore());
        CallLog.ofHttp(http.version(), http.terms()).ifPresent(manager::addAccessLog);
        http.terms()
                .told()
                .tracing()
                .ifPresent(
                        tracing -> Tracer.ofCalls(manager, tracing, http.terms().dependency()));
        if (http.version() == Leg.Version.GRPC) {
            manager.addHttpFilters(calls()).setLocalReplyConfig(GrpcDeadline.ownAnswers());
        }
        http.terms()
                .substitute()
                .filter(_ -> http.version() != Leg.Version.GRPC)
                .ifPresent(substitute -> {
                    manager.setLocalReplyConfig(Substitutes.ownAnswers(substitute));
                    Substitutes.serverAnswers(substitute).ifPresent(manager::addHttpFilters);
                });
        manager.addHttpFilters(Faults.filter(http.terms().dependency()));
        if (http.hasDeadline()) {
            // Last, so that a fault's delay takes its time.
            manager.addHttpFilters(CallDeadline.filter(http.version()));
        }
        // Envoy finds no route where nobody says x-forwarded-proto, so this comes when none is looked for any more.
        manager.addHttpFilters(HttpManager.putBack());
        manager.addHttpFilters(TimeLeft.isTold(leg, http) ? TimeLeft.router() : HttpManager.router());
        return HttpManager.chain(manager.build());
    }

    /** A gRPC call that fails is answered with 200. */
    public static HttpFilter calls() {
        return HttpManager.filter(
                "envoy.filters.http.grpc_stats",
                FilterConfig.newBuilder()
                        .setStatsForAllMethods(BoolValue.of(false))
                        .build());
    }
}
