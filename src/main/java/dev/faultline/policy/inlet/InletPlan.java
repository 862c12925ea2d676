package dev.faultline.policy.inlet;

import dev.faultline.policy.capture.Capture.Inlet;
import dev.faultline.policy.capture.CapturePlan;
import dev.faultline.policy.capture.NotCaptured;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which ports of a pod that is created now are to be taken over.
 *
 * @param inlets sorted by the port that the sidecar listens on
 * @param notCaptured what is not, or not wholly, although the policy names it, in the order of the policy
 */
public record InletPlan(List<Inlet> inlets, List<NotCaptured> notCaptured) {

    /** Both directions together. */
    public CapturePlan with(CapturePlan hosts) {
        return new CapturePlan(
                hosts.capture().with(inlets),
                Stream.concat(notCaptured.stream(), hosts.notCaptured().stream())
                        .toList());
    }
}
