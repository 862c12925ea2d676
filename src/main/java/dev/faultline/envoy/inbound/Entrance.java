package dev.faultline.envoy.inbound;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.CallLog;
import dev.faultline.envoy.HttpManager;
import dev.faultline.envoy.Leg;
import dev.faultline.envoy.Listeners;
import dev.faultline.envoy.Protocols;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.trace.Tracer;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;

/**
 * Where requests come in. Of the terms of a port nothing but what is logged stands here; all else is in its routes and clusters, which change without
 * a connection noticing. So each filter that a policy may ever want is there, and does nothing until a route says what.
 * Source: Envoy config.listener.v3.Listener.
 */
final class Entrance {
    private Entrance() {}

    static Resource of(Inlet inlet, Addressing addressing) {
        var names = new Names(inlet.name());
        var chain = switch (inlet.handling()) {
            case Inlet.Handling.PassThrough _ -> passing(names);
            case Inlet.Handling.Http(var version, var terms) -> HttpManager.chain(manager(names, version, terms));
        };
        return InboundListener.of(inlet, addressing, chain);
    }

    /** Silence of whatever length ends no connection that it would not end without a sidecar. */
    private static FilterChain passing(Names names) {
        var proxy = TcpProxy.newBuilder()
                .setStatPrefix(names.statistics())
                .setCluster(names.cluster())
                .setIdleTimeout(Duration.getDefaultInstance())
                .build();
        return FilterChain.newBuilder()
                .addFilters(Filter.newBuilder().setName(Listeners.TCP_PROXY).setTypedConfig(HttpManager.packed(proxy)))
                .build();
    }

    private static HttpConnectionManager manager(Names names, Leg.Version version, Inlet.Terms terms) {
        var manager = HttpManager.bare(names.statistics(), names.listener())
                .setCodecType(HttpConnectionManager.CodecType.AUTO)
                .setHttpProtocolOptions(Protocols.http1())
                .setProxy100Continue(true)
                .addUpgradeConfigs(
                        UpgradeConfig.newBuilder().setUpgradeType("websocket").setEnabled(BoolValue.of(true)))
                .setLocalReplyConfig(Refusals.comeAgain())
                .addEarlyHeaderMutationExtensions(HttpManager.keptBefore())
                .addEarlyHeaderMutationExtensions(Deadlines.keptBefore())
                .addHttpFilters(Notes.filter())
                .addHttpFilters(Deadlines.filter(version))
                // Looks up the route, which the script may have made Envoy forget: after the next one there is none to
                // be found, since it takes away what Envoy looks at.
                .addHttpFilters(RateLimits.filter(names))
                .addHttpFilters(HttpManager.putBack());
        CallLog.ofRequests(version, names.port(), terms.told()).ifPresent(manager::addAccessLog);
        terms.told()
                .tracing()
                .ifPresent(tracing -> Tracer.ofRequests(manager, tracing, names.port(), CallLog.ofClass()));
        if (version == Leg.Version.GRPC) {
            manager.addHttpFilters(Listeners.calls());
        }
        return manager.addAllHttpFilters(Adaptive.filters())
                .addHttpFilters(HttpManager.router())
                .build();
    }
}
