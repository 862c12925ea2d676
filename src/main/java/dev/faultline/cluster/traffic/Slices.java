package dev.faultline.cluster.traffic;

import dev.faultline.envoy.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads EndpointSlices. */
final class Slices {
    /** Names the Service that a slice belongs to. */
    static final String SERVICE = "kubernetes.io/service-name";

    private static final String TCP = "TCP";
    private static final List<String> FAMILIES = List.of("IPv4", "IPv6");

    private Slices() {}

    /**
     * Of a Service in both families each pod is in a slice of either, and counts once. Slices of host names count never.
     *
     * @param families the Service's own, the preferred one first; those not named come after
     * @param read what is wanted of a slice
     * @return what there is in the first family in which there is anything
     */
    static <T> List<T> inOneFamily(
            List<EndpointSlice> slices, List<String> families, Function<EndpointSlice, Stream<T>> read) {
        return Stream.concat(families.stream(), FAMILIES.stream())
                .distinct()
                .map(family -> slices.stream()
                        .filter(slice -> family.equals(slice.getAddressType()))
                        .flatMap(read)
                        .toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** @param port the name of the Service's port; empty where it has none */
    static Stream<Endpoints.Pod> pods(EndpointSlice slice, String port) {
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
    private static boolean isReady(Endpoint endpoint) {
        var conditions = endpoint.getConditions();
        return conditions == null || !Boolean.FALSE.equals(conditions.getReady());
    }

    static Stream<String> addresses(EndpointSlice slice) {
        return slice.getEndpoints().stream().filter(Slices::isReady).flatMap(ready -> ready.getAddresses().stream());
    }

    private static boolean isDraining(Endpoint endpoint) {
        var conditions = endpoint.getConditions();
        return conditions != null
                && Boolean.TRUE.equals(conditions.getServing())
                && Boolean.TRUE.equals(conditions.getTerminating());
    }
}
