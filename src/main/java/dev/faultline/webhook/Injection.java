package dev.faultline.webhook;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.probe.GateReader;
import dev.faultline.cluster.traffic.AdmissionReader;
import dev.faultline.injection.Decision;
import dev.faultline.injection.Decision.SidecarChoice;
import dev.faultline.injection.InjectionDecider;
import dev.faultline.injection.PodChange;
import dev.faultline.injection.PodFacts;
import dev.faultline.injection.PodGate;
import dev.faultline.injection.PodPatch;
import dev.faultline.injection.sidecar.SidecarSettings;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Gather, decide, patch, for one new pod. */
public final class Injection implements PodMutator {
    private final Readers readers;
    private final Supplier<Optional<? extends Neighbourhood.Policies>> policies;
    private final Function<String, Stream<HealthProbe>> probes;
    private final SidecarSettings settings;

    /** Those who gather: what a sidecar and probes depend on, and what the readiness gate does. */
    public record Readers(AdmissionReader sidecars, GateReader gates) {}

    /**
     * @param policies empty until they are known
     * @param probes of a namespace
     */
    public Injection(
            Readers readers,
            Supplier<Optional<? extends Neighbourhood.Policies>> policies,
            Function<String, Stream<HealthProbe>> probes,
            SidecarSettings settings) {
        this.readers = readers;
        this.policies = policies;
        this.probes = probes;
        this.settings = settings;
    }

    @Override
    public Mutation of(Pod pod, String namespace) {
        return policies.get()
                .map(known -> decided(pod, namespace, known))
                .orElseGet(() -> new Mutation.Unchanged("NotStarted"));
    }

    private Mutation decided(Pod pod, String namespace, Neighbourhood.Policies known) {
        return mutation(
                pod,
                readers.sidecars().of(pod, namespace, known, probes),
                readers.gates().of(pod, namespace, probes.apply(namespace)),
                settings);
    }

    static Mutation mutation(Pod pod, PodFacts facts, PodGate.Facts gate, SidecarSettings settings) {
        var decision = InjectionDecider.decide(pod, facts, settings);
        var changed = PodChange.of(pod, decision, settings);
        var patch = PodPatch.diff(pod, decision.leavesAlone() ? changed : PodGate.into(changed, gate));
        return patch.isEmpty()
                ? new Mutation.Unchanged(reason(decision))
                : new Mutation.Patched(patch.toString(), List.of());
    }

    private static String reason(Decision decision) {
        return switch (decision.sidecar()) {
            case SidecarChoice.Inject _ -> "NothingToChange";
            case SidecarChoice.Skip(var reason) -> reason.name();
        };
    }
}
