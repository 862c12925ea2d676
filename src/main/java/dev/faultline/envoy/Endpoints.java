package dev.faultline.envoy;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint.HealthCheckConfig;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The pods behind one port of a Service. Source: Envoy config.endpoint.v3.ClusterLoadAssignment. */
public final class Endpoints {
    private Endpoints() {}

    /**
     * One pod.
     *
     * @param zone of its node; empty where the node has none
     * @param draining whether it serves what it has begun and should get nothing new
     */
    public record Pod(String address, int port, String zone, boolean draining) {
        private static final Comparator<Pod> ORDER =
                Comparator.comparing(Pod::address).thenComparing(Pod::port);
    }

    /** Names the endpoints of a Service's port. */
    public static String name(String namespace, String service, int port) {
        return namespace + "/" + service + ":" + port;
    }

    /** The same bytes in whatever order the pods come. */
    public static Resource resource(String name, Collection<Pod> pods) {
        var zones = new TreeMap<String, LocalityLbEndpoints.Builder>();
        pods.stream()
                .sorted(Pod.ORDER)
                .distinct()
                .forEach(pod -> zones.computeIfAbsent(
                                pod.zone(),
                                zone -> LocalityLbEndpoints.newBuilder()
                                        .setLocality(Locality.newBuilder().setZone(zone))
                                        .setLoadBalancingWeight(UInt32Value.of(1)))
                        .addLbEndpoints(endpoint(pod)));
        var assignment = ClusterLoadAssignment.newBuilder().setClusterName(name);
        List.copyOf(zones.values()).forEach(assignment::addEndpoints);
        return Resource.of(ResourceType.Endpoints, name, assignment.build());
    }

    private static LbEndpoint endpoint(Pod pod) {
        return LbEndpoint.newBuilder()
                .setHealthStatus(pod.draining() ? HealthStatus.DRAINING : HealthStatus.UNKNOWN)
                .setEndpoint(Endpoint.newBuilder()
                        .setAddress(address(pod.address(), pod.port()))
                        .setHealthCheckConfig(healthCheck(pod.zone())))
                .build();
    }

    /** The check asks the sidecar itself, in the name of the endpoint's zone. */
    static HealthCheckConfig healthCheck(String zone) {
        return HealthCheckConfig.newBuilder()
                .setHostname(zone.isEmpty() ? HealthSwitch.NO_ZONE : zone)
                .setAddress(address("127.0.0.1", SidecarPort.HEALTH_SWITCH.number()))
                .build();
    }

    public static Address address(String address, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
                .build();
    }
}
