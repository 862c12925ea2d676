package dev.faultline.cluster.traffic;

import dev.faultline.envoy.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads EndpointSlices. */
final class Slices {
    /** Names the Service that a slice belongs to. */
    static final String SERVICE = "kubernetes.io/service-name";

    private static final String TCP = "TCP";
    private static final String FQDN = "FQDN";

    private Slices() {}

    /** @param port the name of the Service's port; empty where it has none */
    static Stream<Endpoints.Pod> pods(EndpointSlice slice, String port) {
        if (FQDN.equals(slice.getAddressType())) {
            return Stream.empty();
        }
        return slice.getPorts().stream()
                .filter(candidate -> isPort(candidate, port))
                .flatMap(found -> slice.getEndpoints().stream()
                        .filter(endpoint -> isReady(endpoint) || isDraining(endpoint))
                        .flatMap(endpoint -> pods(endpoint, found.getPort())));
    }

    private static boolean isPort(EndpointPort candidate, String name) {
        return candidate.getPort() != null
                && (candidate.getProtocol() == null || TCP.equals(candidate.getProtocol()))
                && Objects.requireNonNullElse(candidate.getName(), "").equals(name);
    }

    private static Stream<Endpoints.Pod> pods(Endpoint endpoint, int port) {
        return endpoint.getAddresses().stream()
                .map(address -> new Endpoints.Pod(
                        address, port, Objects.requireNonNullElse(endpoint.getZone(), ""), !isReady(endpoint)));
    }

    /** Absent means ready. Source: Kubernetes EndpointConditions.ready. */
    static boolean isReady(Endpoint endpoint) {
        var conditions = endpoint.getConditions();
        return conditions == null || !Boolean.FALSE.equals(conditions.getReady());
    }

    private static boolean isDraining(Endpoint endpoint) {
        var conditions = endpoint.getConditions();
        return conditions != null
                && Boolean.TRUE.equals(conditions.getServing())
                && Boolean.TRUE.equals(conditions.getTerminating());
    }
}
