package dev.faultline.cluster.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of two families one is read. */
class SlicesTest {
    private static EndpointSlice slice(String type, String... addresses) {
        return new EndpointSliceBuilder()
                .withAddressType(type)
                .addNewPort()
                .withName("http")
                .withPort(8080)
                .endPort()
                .addAllToEndpoints(List.of(addresses).stream()
                        .map(address -> new io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder()
                                .withAddresses(address)
                                .build())
                        .toList())
                .build();
    }

    private static List<String> addresses(List<String> families, EndpointSlice... slices) {
        return Slices.inOneFamily(List.of(slices), families, slice -> Slices.pods(slice, "http")).stream()
                .map(Endpoints.Pod::address)
                .toList();
    }

    @Test
    void itIsTheOneThatTheServicePrefers() {
        var four = slice("IPv4", "10.0.0.1");
        var six = slice("IPv6", "fd00::1");

        assertThat(addresses(List.of("IPv6", "IPv4"), four, six)).containsExactly("fd00::1");
        assertThat(addresses(List.of("IPv4", "IPv6"), six, four)).containsExactly("10.0.0.1");
    }

    @Test
    void itIsTheOtherWhereThePodsHaveNoAddressOfTheFirst() {
        assertThat(addresses(List.of("IPv4", "IPv6"), slice("IPv4"), slice("IPv6", "fd00::1")))
                .containsExactly("fd00::1");
    }

    @Test
    void aServiceThatNamesNoneMayHaveEither() {
        assertThat(addresses(List.of(), slice("IPv6", "fd00::1"))).containsExactly("fd00::1");
        assertThat(addresses(List.of(), slice("IPv6", "fd00::1"), slice("IPv4", "10.0.0.1")))
                .containsExactly("10.0.0.1");
    }

    @Test
    void aNameOfAHostIsNoPod() {
        assertThat(addresses(List.of("IPv4"), slice("FQDN", "pod.example.com"))).isEmpty();
    }

    @Test
    void allSlicesOfTheFamilyCount() {
        assertThat(addresses(List.of("IPv4"), slice("IPv4", "10.0.0.1"), slice("IPv4", "10.0.0.2")))
                .containsExactly("10.0.0.1", "10.0.0.2");
    }
}
