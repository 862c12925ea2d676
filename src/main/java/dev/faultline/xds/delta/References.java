package dev.faultline.xds.delta;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.faultline.envoy.Resource;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Which other resources a resource names: a cluster its endpoints, a listener its route configurations. Each version is
 * parsed once for all proxies. Thread-safe.
 */
public final class References {
    /** Enough for every version in use; what is dropped is parsed again. */
    private static final int MOST = 16_384;

    private final Map<String, Set<String>> byVersion = new ConcurrentHashMap<>();

    Set<String> of(Resource resource) {
        return switch (resource.type()) {
            case Cluster, Listener -> cached(resource);
            case RuntimeLayer, Endpoints, Routes -> Set.of();
        };
    }

    private Set<String> cached(Resource resource) {
        var known = byVersion.get(resource.version());
        if (known != null) {
            return known;
        }
        var parsed = parsed(resource);
        if (byVersion.size() >= MOST) {
            byVersion.clear();
        }
        byVersion.put(resource.version(), parsed);
        return parsed;
    }

    /** What does not parse names nothing; Envoy will say what is wrong with it. */
    private static Set<String> parsed(Resource resource) {
        try {
            return resource.body().is(Cluster.class)
                    ? endpoints(resource.body().unpack(Cluster.class))
                    : routes(resource.body().unpack(Listener.class));
        } catch (InvalidProtocolBufferException e) {
            return Set.of();
        }
    }

    private static Set<String> endpoints(Cluster cluster) {
        if (cluster.getType() != Cluster.DiscoveryType.EDS) {
            return Set.of();
        }
        var name = cluster.getEdsClusterConfig().getServiceName();
        return Set.of(name.isEmpty() ? cluster.getName() : name);
    }

    private static Set<String> routes(Listener listener) throws InvalidProtocolBufferException {
        var chains =
                Stream.concat(listener.getFilterChainsList().stream(), Stream.of(listener.getDefaultFilterChain()));
        var names = new LinkedHashSet<String>();
        for (var filter :
                chains.map(FilterChain::getFiltersList).flatMap(List::stream).toList()) {
            if (filter.getTypedConfig().is(HttpConnectionManager.class)) {
                var http = filter.getTypedConfig().unpack(HttpConnectionManager.class);
                if (http.hasRds()) {
                    names.add(http.getRds().getRouteConfigName());
                }
            }
        }
        return Set.copyOf(names);
    }
}
