package dev.faultline.cluster.probe;

import dev.faultline.cluster.Caches;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.traffic.TrafficCaches;
import dev.faultline.net.guard.Standing;
import dev.faultline.net.guard.Terrain;
import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an address is, from what is watched. What was made a moment ago may not be known yet. */
public final class ClusterTerrain implements Terrain {
    /** The API server's own Service, and by its slices where the API server is. */
    private static final Place API_SERVER = new Place("default", "kubernetes");

    private final Caches caches;
    private final TrafficCaches traffic;
    private final Own own;

    /**
     * What does not follow from what is watched.
     *
     * @param namespace the operator's; all that runs there counts as the operator
     * @param apiServer where this process reaches the API server
     */
    public record Own(String namespace, Set<InetAddress> apiServer) {}

    public ClusterTerrain(Caches caches, TrafficCaches traffic, Own own) {
        this.caches = caches;
        this.traffic = traffic;
        this.own = own;
    }

    /** The gravest of what it is: a node may be the API server too, and a pod on its node's network is the node. */
    @Override
    public Standing of(InetAddress address) {
        if (isApiServer(address)) {
            return new Standing.ApiServer();
        }
        if (caches.isNodeAt(address)) {
            return new Standing.Node();
        }
        var namespaces = Stream.concat(caches.podsAt(address).map(Place::of), traffic.servicesAt(address))
                .map(Place::namespace)
                .collect(Collectors.toUnmodifiableSet());
        if (namespaces.contains(own.namespace())) {
            return new Standing.Operator();
        }
        // An address that a pod will have, or has had until now, belongs to a namespace that is not known.
        return namespaces.isEmpty() && !caches.isOfPods(address)
                ? new Standing.Outside()
                : new Standing.Inside(namespaces);
    }

    private boolean isApiServer(InetAddress address) {
        return own.apiServer().contains(address)
                || traffic.servicesAt(address).anyMatch(API_SERVER::equals)
                || traffic.isBehind(API_SERVER, address);
    }
}
