package dev.faultline.injection;

import dev.faultline.api.probe.ReadinessImpact;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.Optional;

/**
 * A new pod with the readiness gate of its probe. A pod with the gate is not ready before somebody has written its
 * condition, so it gets none while nobody is there to do so.
 */
public final class PodGate {
    /** How old the last renewal of the Lease may be. */
    public static final Duration FRESH = Duration.ofSeconds(30);

    private PodGate() {}

    /**
     * What decides.
     *
     * @param enforced whether the probe that has the pod's workload asks for the gate, in mode Enforce, and the operator may
     *     write conditions
     * @param leaseAge since the Lease was seen to be renewed; empty where nobody holds it
     */
    public record Facts(boolean enforced, Optional<Duration> leaseAge) {
        boolean isHeld() {
            return leaseAge.filter(age -> age.compareTo(FRESH) <= 0).isPresent();
        }
    }

    /** @param pod has not opted out */
    public static Pod into(Pod pod, Facts facts) {
        return facts.enforced() && facts.isHeld() && pod.getSpec() != null && !isIn(pod)
                ? new PodBuilder(pod)
                        .editSpec()
                        .addNewReadinessGate(ReadinessImpact.GATE)
                        .endSpec()
                        .build()
                : pod;
    }

    private static boolean isIn(Pod pod) {
        return pod.getSpec().getReadinessGates() != null
                && pod.getSpec().getReadinessGates().stream()
                        .anyMatch(gate -> ReadinessImpact.GATE.equals(gate.getConditionType()));
    }
}
