package dev.faultline.cluster.traffic;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.Observed;
import dev.faultline.cluster.WorkloadOf;
import dev.faultline.cluster.index.Outline;
import dev.faultline.injection.PodFacts;
import dev.faultline.policy.Suspension;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.target.ProbeContest;
import dev.faultline.policy.target.ProbeContest.Prize;
import dev.faultline.probe.shallow.ShallowIntent;
import dev.faultline.probe.shallow.ShallowPlanner;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

    /** @param probes of a namespace */
    public PodFacts of(
            Pod pod, String namespace, Neighbourhood.Policies policies, Function<String, Stream<HealthProbe>> probes) {
        var workload = WorkloadOf.controlling(pod).flatMap(key -> observed.outline(namespace, key));
        var governor = workload.flatMap(found -> policies.winner(found).map(policy -> governor(found, policy)));
        return new PodFacts(
                around(namespace),
                governor,
                workload.flatMap(found -> probing(found, probes.apply(namespace))),
                observed.hasZonesEverywhere(),
                traffic,
                // Nobody else asks, and selectors are matched for it.
                governor.filter(AdmissionReader::receives)
                        .map(_ -> traffic.front(namespace, labels(pod)))
                        .orElse(Front.NONE));
    }

    private static Optional<ShallowPlanner> probing(Outline workload, Stream<HealthProbe> probes) {
        return ProbeContest.winner(Prize.Shallow, probes, workload.key(), workload.labels())
                .flatMap(probe -> Optional.ofNullable(probe.getSpec().shallow())
                        .map(ShallowIntent::of)
                        .map(intent ->
                                new ShallowPlanner(intent, Set.copyOf(ProbeContest.served(probe, workload.key())))));
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
