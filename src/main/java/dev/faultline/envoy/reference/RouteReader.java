package dev.faultline.envoy.reference;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a route configuration names. */
final class RouteReader {
    private final Set<String> clusters = new HashSet<>();
    private final Set<String> filters = new HashSet<>();
    private final Set<String> keys = new HashSet<>();
    private final Map<String, String> switches = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    private RouteReader() {}

    static Mentions read(RouteConfiguration routes) throws InvalidProtocolBufferException {
        var reader = new RouteReader();
        reader.addFilters(routes.getTypedPerFilterConfigMap());
        for (var host : routes.getVirtualHostsList()) {
            reader.addFilters(host.getTypedPerFilterConfigMap());
            host.getRequestMirrorPoliciesList().forEach(mirror -> reader.clusters.add(mirror.getCluster()));
            for (var route : host.getRoutesList()) {
                reader.read(route);
            }
        }
        routes.getRequestMirrorPoliciesList().forEach(mirror -> reader.clusters.add(mirror.getCluster()));
        return new Mentions.OfRoutes(reader.clusters, reader.filters, reader.keys, reader.switches, reader.wrong);
    }

    private void read(Route route) throws InvalidProtocolBufferException {
        addFilters(route.getTypedPerFilterConfigMap());
        if (route.getMatch().hasRuntimeFraction()) {
            var key = route.getMatch().getRuntimeFraction().getRuntimeKey();
            keys.add(key);
            if (route.getMatch().getPathSpecifierCase() == RouteMatch.PathSpecifierCase.PATH) {
                switches.put(route.getMatch().getPath(), key);
            }
        }
        if (route.hasRoute()) {
            read(route.getRoute());
        }
    }

    private void read(RouteAction action) throws InvalidProtocolBufferException {
        action.getRequestMirrorPoliciesList().forEach(mirror -> clusters.add(mirror.getCluster()));
        switch (action.getClusterSpecifierCase()) {
            case CLUSTER -> clusters.add(action.getCluster());
            case WEIGHTED_CLUSTERS -> {
                for (var cluster : action.getWeightedClusters().getClustersList()) {
                    clusters.add(cluster.getName());
                    addFilters(cluster.getTypedPerFilterConfigMap());
                }
            }
            case CLUSTER_HEADER, CLUSTER_SPECIFIER_PLUGIN, INLINE_CLUSTER_SPECIFIER_PLUGIN ->
                wrong.add("nobody knows which cluster a route goes to");
            case CLUSTERSPECIFIER_NOT_SET -> wrong.add("a route goes to no cluster");
        }
    }

    private void addFilters(Map<String, Any> settings) throws InvalidProtocolBufferException {
        filters.addAll(settings.keySet());
        for (var setting : settings.values()) {
            ListenerReader.addKeys(setting, keys);
        }
    }
}
