package dev.faultline.envoy.reference;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what a cluster and its endpoints name. */
final class ClusterReader {
    private ClusterReader() {}

    static Mentions read(Cluster cluster) {
        var checks = cluster.getHealthChecksList();
        return new Mentions.OfCluster(
                endpoints(cluster),
                checks.stream()
                        .map(check -> check.getHttpHealthCheck().getPath())
                        .collect(Collectors.toSet()),
                checks.isEmpty() ? Set.of() : checkedAt(cluster.getLoadAssignment()),
                checks.stream().allMatch(check -> isInTheClear(check, cluster))
                        ? List.of()
                        : List.of("its health checks would speak the TLS of its calls"));
    }

    private static Set<String> endpoints(Cluster cluster) {
        if (cluster.getType() != Cluster.DiscoveryType.EDS) {
            return Set.of();
        }
        var name = cluster.getEdsClusterConfig().getServiceName();
        return Set.of(name.isEmpty() ? cluster.getName() : name);
    }

    private static boolean isInTheClear(HealthCheck check, Cluster cluster) {
        return !cluster.hasTransportSocket()
                || cluster.getTransportSocketMatchesList().stream()
                        .anyMatch(socket -> socket.getMatch().equals(check.getTransportSocketMatchCriteria()));
    }

    /** Where the health checks of endpoints ask. */
    static Set<String> checkedAt(ClusterLoadAssignment assignment) {
        return assignment.getEndpointsList().stream()
                .flatMap(locality -> locality.getLbEndpointsList().stream())
                .map(endpoint -> ListenerReader.place(checkedAt(endpoint.getEndpoint())))
                .collect(Collectors.toSet());
    }

    private static Address checkedAt(Endpoint endpoint) {
        var check = endpoint.getHealthCheckConfig();
        return check.hasAddress() ? check.getAddress() : endpoint.getAddress();
    }
}
