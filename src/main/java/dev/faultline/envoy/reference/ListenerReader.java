package dev.faultline.envoy.reference;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.trace.v3.OpenTelemetryConfig;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.set_filter_state.v3.Config;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a listener names. */
final class ListenerReader {
    private final Set<String> clusters = new HashSet<>();
    private final List<Mentions.Chain> chains = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();

    private ListenerReader() {}

    static Mentions read(Listener listener) throws InvalidProtocolBufferException {
        var reader = new ListenerReader();
        var filters = Stream.concat(
                        listener.getFilterChainsList().stream(), Stream.of(listener.getDefaultFilterChain()))
                .map(FilterChain::getFiltersList)
                .flatMap(List::stream)
                .toList();
        for (var filter : filters) {
            reader.read(filter.getName(), filter.getTypedConfig());
        }
        return new Mentions.OfListener(
                place(listener.getAddress()), reader.clusters, reader.chains, reader.keys, reader.wrong);
    }

    /** A filter of a kind that is new here would name things that nobody looks for; one that sets a state names none. */
    private void read(String filter, Any settings) throws InvalidProtocolBufferException {
        if (settings.is(HttpConnectionManager.class)) {
            read(settings.unpack(HttpConnectionManager.class));
        } else if (settings.is(TcpProxy.class)) {
            read(settings.unpack(TcpProxy.class));
        } else if (!settings.is(Config.class)) {
            wrong.add("nobody knows what filter " + filter + " refers to");
        }
    }

    private void read(HttpConnectionManager manager) throws InvalidProtocolBufferException {
        if (!manager.hasRds()) {
            wrong.add("its routes are not a resource of their own, and nobody looks at what they refer to");
            return;
        }
        chains.add(new Mentions.Chain(
                manager.getRds().getRouteConfigName(),
                manager.getHttpFiltersList().stream().map(HttpFilter::getName).collect(Collectors.toSet())));
        for (var filter : manager.getHttpFiltersList()) {
            addKeys(filter.getTypedConfig(), keys);
        }
        if (manager.getTracing().hasProvider()) {
            readTracer(manager.getTracing().getProvider().getTypedConfig());
        }
    }

    private void readTracer(Any settings) throws InvalidProtocolBufferException {
        if (settings.is(OpenTelemetryConfig.class)) {
            clusters.add(settings.unpack(OpenTelemetryConfig.class)
                    .getGrpcService()
                    .getEnvoyGrpc()
                    .getClusterName());
        } else {
            wrong.add("nobody knows where its spans go");
        }
    }

    private void read(TcpProxy proxy) {
        switch (proxy.getClusterSpecifierCase()) {
            case CLUSTER -> clusters.add(proxy.getCluster());
            case WEIGHTED_CLUSTERS ->
                proxy.getWeightedClusters().getClustersList().forEach(cluster -> clusters.add(cluster.getName()));
            case CLUSTERSPECIFIER_NOT_SET -> wrong.add("its connections go to no cluster");
        }
    }

    /** Of an HTTP filter, or of what a route has instead of the filter's own settings. */
    static void addKeys(Any settings, Set<String> keys) throws InvalidProtocolBufferException {
        if (settings.is(HTTPFault.class)) {
            var fault = settings.unpack(HTTPFault.class);
            Stream.of(
                            fault.getAbortPercentRuntime(),
                            fault.getAbortHttpStatusRuntime(),
                            fault.getAbortGrpcStatusRuntime(),
                            fault.getDelayPercentRuntime(),
                            fault.getDelayDurationRuntime(),
                            fault.getMaxActiveFaultsRuntime(),
                            fault.getResponseRateLimitPercentRuntime())
                    .filter(key -> !key.isEmpty())
                    .forEach(keys::add);
        }
    }

    static String place(Address address) {
        var socket = address.getSocketAddress();
        return socket.getAddress() + ":" + socket.getPortValue();
    }
}
