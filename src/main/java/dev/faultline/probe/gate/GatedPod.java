package dev.faultline.probe.gate;

import dev.faultline.probe.pod.PodVerdict;

/**
 * A pod of a workload, as the gate sees it. Pods that are being deleted or have ended are none.
 *
 * @param containersReady whether it would be in service if it were not for the gate
 * @param condition that it has now
 * @param verdict on the checks that may take it out of service
 */
public record GatedPod(String uid, String name, boolean containersReady, Condition condition, PodVerdict verdict) {

    /** The pod's condition of our type. */
    public enum Condition {
        /** Its spec has no such readiness gate, so nothing depends on the condition. */
        NoGate,
        /** None has been written yet, which the kubelet takes for False. */
        Missing,
        /** It may be in service. */
        True,
        /** It is out of service. */
        False
    }

    boolean isGated() {
        return condition == Condition.False;
    }

    boolean isFailing() {
        return !verdict.failing().isEmpty();
    }

    /** One whose last answer was good is on the mend, and is not taken out any more. */
    boolean mayBeOut() {
        return containersReady
                && isFailing()
                && switch (condition) {
                    case NoGate -> false;
                    case Missing, True -> !verdict.badNow().isEmpty();
                    case False -> true;
                };
    }

    /** It is not in service in any case, and would come back without having been asked. */
    boolean isAwayAndGated() {
        return !containersReady && isGated() && isFailing();
    }

    /** Whether it is asked, and something is known of it. */
    boolean isTelling() {
        return containersReady && (verdict.judged() || !verdict.badNow().isEmpty());
    }
}
