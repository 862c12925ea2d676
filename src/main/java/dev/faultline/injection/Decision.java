package dev.faultline.injection;

import dev.faultline.injection.sidecar.Sidecar;
import dev.faultline.policy.capture.NotCaptured;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;

/**
 * What is done to a pod at its creation: two things, neither of which needs the other.
 *
 * @param spread constraints that the pod gets; empty when it gets none
 */
public record Decision(SidecarChoice sidecar, List<TopologySpreadConstraint> spread) {

    /** Whether the pod gets a sidecar. */
    public sealed interface SidecarChoice {
        /** @param notCaptured what the policy names and the sidecar does not stand in for */
        record Inject(Sidecar sidecar, List<NotCaptured> notCaptured) implements SidecarChoice {}

        record Skip(SkipReason reason) implements SidecarChoice {}
    }

    static Decision nothing(SkipReason reason) {
        return new Decision(new SidecarChoice.Skip(reason), List.of());
    }
}
