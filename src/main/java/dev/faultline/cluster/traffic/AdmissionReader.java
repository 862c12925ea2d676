package dev.faultline.cluster.traffic;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.Observed;
import dev.faultline.cluster.WorkloadOf;
import dev.faultline.cluster.index.Outline;
import dev.faultline.injection.PodFacts;
import dev.faultline.policy.Suspension;
import dev.faultline.policy.inlet.Front;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Gathers from the caches what the decision about a new pod depends on. Asks nobody: a pod's creation waits for it. */
public final class AdmissionReader {
    private final Observed observed;
    private final TrafficCaches traffic;
    private final String operators;
    private final Predicate<String> authority;

    /**
     * @param operators the operator's own namespace
     * @param authority whether sidecars of a namespace have whom to trust the operator by
     */
    public AdmissionReader(Observed observed, TrafficCaches traffic, String operators, Predicate<String> authority) {
        this.observed = observed;
        this.traffic = traffic;
        this.operators = operators;
        this.authority = authority;
    }

    public PodFacts of(Pod pod, String namespace, Neighbourhood.Policies policies) {
        var governor = WorkloadOf.controlling(pod)
                .flatMap(key -> observed.outline(namespace, key))
                .flatMap(workload -> policies.winner(workload).map(policy -> governor(workload, policy)));
        return new PodFacts(
                around(namespace),
                governor,
                Optional.empty(),
                observed.hasZonesEverywhere(),
                traffic,
                // Nobody else asks, and selectors are matched for it.
                governor.filter(AdmissionReader::receives)
                        .map(_ -> traffic.front(namespace, labels(pod)))
                        .orElse(Front.NONE));
    }

    private static boolean receives(PodFacts.Governor governor) {
        return governor.spec().inbound() != null && !governor.spec().inbound().isEmpty();
    }

    private static Map<String, String> labels(Pod pod) {
        return pod.getMetadata() == null
                ? Map.of()
                : Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    }

    private PodFacts.Namespace around(String name) {
        var metadata = traffic.namespace(name).map(namespace -> namespace.getMetadata());
        return new PodFacts.Namespace(
                name,
                operators,
                metadata.map(found -> found.getLabels()).orElse(Map.of()),
                metadata.map(found -> found.getAnnotations()).orElse(Map.of()),
                authority.test(name),
                traffic.rules(name));
    }

    private static PodFacts.Governor governor(Outline workload, ResiliencePolicy policy) {
        return new PodFacts.Governor(
                policy.getMetadata().getName(),
                policy.getSpec(),
                workload.key(),
                workload.selector(),
                Suspension.isOn(policy, workload.key()));
    }
}
