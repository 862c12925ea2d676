package dev.faultline.cluster.cache;

import dev.faultline.api.probe.ReadinessImpact;
import dev.faultline.probe.gate.GatedPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Our readiness gate on a pod. Of pods that do not have it nothing more is kept. */
public final class Gates {
    private static final List<PodReadinessGate> OURS = List.of(new PodReadinessGate(ReadinessImpact.GATE));
    private static final String CONTAINERS_READY = "ContainersReady";
    private static final String TRUE = "True";

    private Gates() {}

    /** Ours alone, where the pod has it. */
    static List<PodReadinessGate> kept(PodSpec full) {
        return isIn(full) ? OURS : List.of();
    }

    /** Whether a condition says something of a pod that has our gate. */
    static boolean isTelling(PodCondition condition) {
        return CONTAINERS_READY.equals(condition.getType()) || ReadinessImpact.GATE.equals(condition.getType());
    }

    public static boolean isIn(Pod pod) {
        return isIn(pod.getSpec());
    }

    static boolean isIn(PodSpec spec) {
        return spec.getReadinessGates() != null
                && spec.getReadinessGates().stream()
                        .anyMatch(gate -> ReadinessImpact.GATE.equals(gate.getConditionType()));
    }

    public static GatedPod.Condition condition(Pod pod) {
        if (!isIn(pod)) {
            return GatedPod.Condition.NoGate;
        }
        return status(pod, ReadinessImpact.GATE)
                .map(status -> TRUE.equals(status) ? GatedPod.Condition.True : GatedPod.Condition.False)
                .orElse(GatedPod.Condition.Missing);
    }

    /** Whether it would be in service if it were not for our gate. */
    public static boolean areContainersReady(Pod pod) {
        return status(pod, isIn(pod) ? CONTAINERS_READY : "Ready")
                .filter(TRUE::equals)
                .isPresent();
    }

    private static Optional<String> status(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .map(condition -> Objects.requireNonNullElse(condition.getStatus(), ""))
                .findFirst();
    }
}
