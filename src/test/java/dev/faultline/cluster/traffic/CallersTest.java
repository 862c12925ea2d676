package dev.faultline.cluster.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Manifests;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.index.Place;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who must look again when somebody's calls have changed. */
class CallersTest {
    private static final String PARTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, namespace: shop}
            spec: {selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}}, spec: {}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: %1$s, namespace: shop}
            spec: {selector: {app: %1$s}, ports: [{port: 80}]}
            ---
            apiVersion: faultline.dev/v1alpha1
            kind: ResiliencePolicy
            metadata: {name: %1$s, namespace: shop}
            spec:
              targetRefs: [{kind: Deployment, name: %1$s}]
              dependencies: [{name: dep, serviceRef: {name: %2$s, port: 80}}]
            ---
            """;

    private static String part(String name, String calls) {
        return PARTS.formatted(name, calls);
    }

    private static Callers callers(Manifests cluster) {
        return new Callers(
                cluster,
                service -> cluster.policies().filter(policy -> names(policy, service.name())),
                policy -> cluster.outlines("shop")
                        .filter(workload -> workload.key()
                                .name()
                                .equals(policy.getMetadata().getName())));
    }

    private static boolean names(ResiliencePolicy policy, String service) {
        return Objects.requireNonNull(policy.getSpec().dependencies()).stream()
                .anyMatch(dependency -> service.equals(
                        Objects.requireNonNull(dependency.serviceRef()).name()));
    }

    private static String names(Collection<ResiliencePolicy> policies) {
        return policies.stream()
                .map(policy -> policy.getMetadata().getName())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static Stream<Outline> workload(Manifests cluster, String name) {
        return cluster.outlines("shop").filter(workload -> workload.key().name().equals(name));
    }

    @Test
    void thoseThatCallAWorkloadDirectlyOrNotAreFoundAndNobodyElse() {
        var cluster =
                Manifests.of(part("a", "b") + part("b", "c") + part("c", "d") + part("x", "y") + part("y", "none"));

        assertThat(names(callers(cluster).ofWorkloads(workload(cluster, "c")))).isEqualTo("a b");
        assertThat(names(callers(cluster).ofWorkloads(workload(cluster, "a")))).isEmpty();
        assertThat(names(callers(cluster).ofService(new Place("shop", "d")))).isEqualTo("a b c");
    }

    @Test
    void aCircleIsGoneRoundOnce() {
        var cluster = Manifests.of(part("a", "b") + part("b", "a"));

        assertThat(names(callers(cluster).ofWorkloads(workload(cluster, "a")))).isEqualTo("a b");
    }

    @Test
    void ofThoseThatCallWhatEverybodyCallsNotAllAreWoken() {
        var cluster = Manifests.of(IntStream.range(0, Callers.MOST + 50)
                        .mapToObj(i -> part("caller-" + i, "hub"))
                        .collect(Collectors.joining())
                + part("hub", "none"));

        assertThat(callers(cluster).ofWorkloads(workload(cluster, "hub"))).hasSize(Callers.MOST);
    }
}
