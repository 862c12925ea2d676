package dev.faultline.injection;

import dev.faultline.injection.sidecar.Sidecar;
import dev.faultline.policy.capture.NotCaptured;
import dev.faultline.probe.shallow.ShallowPlan;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Optional;

/**
 * What is done to a pod at its creation: three things, none of which needs another.
 *
 * @param probes that the pod gets for the kubelet; empty when no HealthProbe has its workload, or none of its
 *     containers has the port
 * @param spread constraints that the pod gets; empty when it gets none
 */
public record Decision(
        SidecarChoice sidecar, Optional<ShallowPlan.Probes> probes, List<TopologySpreadConstraint> spread) {

    /** Whether the pod gets a sidecar. */
    public sealed interface SidecarChoice {
        /** @param notCaptured what the policy names and the sidecar does not stand in for */
        record Inject(Sidecar sidecar, List<NotCaptured> notCaptured) implements SidecarChoice {}

        record Skip(SkipReason reason) implements SidecarChoice {}
    }

    /** Whether the pod, or its namespace, wants nothing of us. */
    public boolean leavesAlone() {
        return sidecar instanceof SidecarChoice.Skip(var reason)
                && (reason == SkipReason.OptedOut || reason == SkipReason.ReservedNamespace);
    }

    static Decision nothing(SkipReason reason) {
        return new Decision(new SidecarChoice.Skip(reason), Optional.empty(), List.of());
    }

    Decision with(Optional<ShallowPlan.Probes> planned) {
        return new Decision(sidecar, planned, spread);
    }
}
