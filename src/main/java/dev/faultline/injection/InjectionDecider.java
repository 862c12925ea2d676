package dev.faultline.injection;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.api.Mode;
import dev.faultline.api.ResiliencePolicySpec;
import dev.faultline.envoy.SidecarPort;
import dev.faultline.injection.Decision.SidecarChoice;
import dev.faultline.injection.sidecar.PodSidecar;
import dev.faultline.injection.sidecar.Sidecar;
import dev.faultline.injection.sidecar.SidecarSettings;
import dev.faultline.injection.sidecar.SidecarSize;
import dev.faultline.policy.Intent;
import dev.faultline.policy.capture.CapturePlan;
import dev.faultline.policy.capture.CapturePlanner;
import dev.faultline.policy.capture.Footprint;
import dev.faultline.policy.capture.HostNames;
import dev.faultline.policy.inlet.InletPlanner;
import dev.faultline.policy.target.SidecarState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is done to a pod at its creation. A policy that is bypassed injects all the same: its sidecars pass
 * everything on, and the bypass can be lifted without a restart.
 */
public final class InjectionDecider {
    private static final String SYSTEM = "kube-system";
    private static final String OS_LABEL = "kubernetes.io/os";
    private static final String WINDOWS = "windows";

    private InjectionDecider() {}

    public static Decision decide(Pod pod, PodFacts facts, SidecarSettings settings) {
        if (pod.getSpec() == null) {
            return Decision.nothing(SkipReason.NoPolicy);
        }
        if (isOptedOut(pod)) {
            return Decision.nothing(SkipReason.OptedOut);
        }
        var namespace = facts.namespace();
        if (namespace.name().equals(SYSTEM) || namespace.name().equals(namespace.operators())) {
            return Decision.nothing(SkipReason.ReservedNamespace);
        }
        var probes = facts.probing().flatMap(planner -> PodProbes.of(pod, planner));
        // A sidecar keeps out of the way of all that the kubelet is going to call.
        var probed = probes.map(planned -> PodProbes.into(pod, planned)).orElse(pod);
        return facts.governor()
                .map(governor -> governed(probed, governor, facts, settings))
                .orElseGet(() -> Decision.nothing(SkipReason.NoPolicy))
                .with(probes);
    }

    private static boolean isOptedOut(Pod pod) {
        var metadata = pod.getMetadata();
        return metadata != null && (declines(metadata.getLabels()) || declines(metadata.getAnnotations()));
    }

    private static boolean declines(@Nullable Map<String, String> marks) {
        return marks != null && "false".equals(marks.get(SidecarState.INJECT));
    }

    private static Decision governed(Pod pod, PodFacts.Governor governor, PodFacts facts, SidecarSettings settings) {
        return switch (Intent.read(governor.spec(), facts.namespace().name())) {
            case Intent.Reading.Refused _ -> Decision.nothing(SkipReason.PolicyUnreadable);
            case Intent.Reading.Understood(var intent)
            when intent.mode() == Mode.Audit -> Decision.nothing(SkipReason.Audit);
            case Intent.Reading.Understood(var intent) ->
                new Decision(
                        intent.needsSidecar()
                                ? choice(pod, governor, facts, settings)
                                : new SidecarChoice.Skip(SkipReason.NotWanted),
                        Optional.empty(),
                        Spreading.of(pod.getSpec(), governor, facts.zonesEverywhere()));
        };
    }

    private static SidecarChoice choice(Pod pod, PodFacts.Governor governor, PodFacts facts, SidecarSettings settings) {
        var obstacle = obstacle(pod, governor, facts.namespace());
        if (obstacle.isPresent()) {
            return new SidecarChoice.Skip(obstacle.get());
        }
        var spec = pod.getSpec();
        var plan = plan(spec, governor.spec(), facts, settings.clusterDomain());
        return SidecarSize.of(spec, facts.namespace().rules(), settings)
                .map(size -> new Sidecar(governor.policy(), governor.workload().name(), plan.capture(), size))
                .<SidecarChoice>map(sidecar -> PodSidecar.fits(pod, sidecar)
                        ? new SidecarChoice.Inject(sidecar, plan.notCaptured())
                        : new SidecarChoice.Skip(SkipReason.AnnotationsFull))
                .orElseGet(() -> new SidecarChoice.Skip(SkipReason.NoRoom));
    }

    private static CapturePlan plan(PodSpec pod, ResiliencePolicySpec policy, PodFacts facts, String domain) {
        var hosts = CapturePlanner.plan(
                requireNonNullElse(policy.dependencies(), List.of()),
                new HostNames(facts.namespace().name(), domain),
                Footprint.of(pod),
                facts.services());
        return InletPlanner.plan(requireNonNullElse(policy.inbound(), List.of()), pod, facts.front())
                .with(hosts);
    }

    private static Optional<SkipReason> obstacle(Pod pod, PodFacts.Governor governor, PodFacts.Namespace namespace) {
        var spec = pod.getSpec();
        if (PodSidecar.isIn(pod)) {
            return Optional.of(SkipReason.AlreadyInjected);
        }
        if (Boolean.TRUE.equals(spec.getHostNetwork())) {
            return Optional.of(SkipReason.HostNetwork);
        }
        if (isWindows(spec)) {
            return Optional.of(SkipReason.Windows);
        }
        if (MeshSigns.areIn(pod, namespace)) {
            return Optional.of(SkipReason.OtherMesh);
        }
        if (governor.suspended()) {
            return Optional.of(SkipReason.Suspended);
        }
        if (!namespace.authority()) {
            return Optional.of(SkipReason.AuthorityMissing);
        }
        if (PodSidecar.namesAreTaken(spec)) {
            return Optional.of(SkipReason.NameTaken);
        }
        return Footprint.of(spec).ports().keySet().stream().anyMatch(SidecarPort::isOurs)
                ? Optional.of(SkipReason.PortTaken)
                : Optional.empty();
    }

    private static boolean isWindows(PodSpec spec) {
        return (spec.getOs() != null && WINDOWS.equals(spec.getOs().getName()))
                || WINDOWS.equals(Objects.requireNonNullElse(spec.getNodeSelector(), Map.<String, String>of())
                        .get(OS_LABEL));
    }
}
