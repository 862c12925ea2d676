package dev.faultline.envoy.inbound;

import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.HttpManager;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SocketOption;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue;
import io.envoyproxy.envoy.extensions.filters.network.set_filter_state.v3.Config;
import java.util.List;

/**
 * Where requests to one port of the pod arrive. But for its filters it is the same whatever is done to them, so that
 * Envoy takes a new one up in place, without closing the socket. Source: Envoy config.listener.v3.Listener.
 */
final class InboundListener {
    private static final String STATE = "envoy.filters.network.set_filter_state";

    // Of Linux: SOL_SOCKET and SO_KEEPALIVE, IPPROTO_TCP and TCP_KEEPIDLE, TCP_KEEPINTVL.
    private static final int SOCKET = 1;
    private static final int KEEPALIVE = 9;
    private static final int TCP = 6;
    private static final int KEEPALIVE_IDLE = 4;
    private static final int KEEPALIVE_INTERVAL = 5;

    private static final int KEEPALIVE_AFTER_SECONDS = 60;
    private static final int KEEPALIVE_INTERVAL_SECONDS = 10;

    private InboundListener() {}

    /** @param chain what is done to a connection */
    static Resource of(Inlet inlet, Addressing addressing, FilterChain chain) {
        var name = new Names(inlet.name()).listener();
        return Resource.of(
                ResourceType.Listener,
                name,
                Listener.newBuilder()
                        .setName(name)
                        .setAddress(addressing.everywhere(inlet.listen()))
                        .addAllSocketOptions(keepalive())
                        .addFilterChains(chain.toBuilder().addFilters(0, addressed()))
                        .build());
    }

    /** Hands the address that the caller has called to {@link AppCluster}. */
    private static Filter addressed() {
        var called = FilterStateValue.newBuilder()
                .setObjectKey(AppCluster.CALLED)
                .setFormatString(SubstitutionFormatString.newBuilder()
                        .setTextFormatSource(DataSource.newBuilder().setInlineString("%DOWNSTREAM_LOCAL_ADDRESS%")));
        return Filter.newBuilder()
                .setName(STATE)
                .setTypedConfig(HttpManager.packed(
                        Config.newBuilder().addOnNewConnection(called).build()))
                .build();
    }

    /** A caller that is gone without a word must not be waited for; the application's own keepalive ends at the sidecar. */
    private static List<SocketOption> keepalive() {
        return List.of(
                option(SOCKET, KEEPALIVE, 1),
                option(TCP, KEEPALIVE_IDLE, KEEPALIVE_AFTER_SECONDS),
                option(TCP, KEEPALIVE_INTERVAL, KEEPALIVE_INTERVAL_SECONDS));
    }

    private static SocketOption option(int level, int name, int value) {
        return SocketOption.newBuilder()
                .setLevel(level)
                .setName(name)
                .setIntValue(value)
                .setState(SocketOption.SocketState.STATE_PREBIND)
                .build();
    }
}
