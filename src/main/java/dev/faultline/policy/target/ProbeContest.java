package dev.faultline.policy.target;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.Mode;
import dev.faultline.api.probe.ReadinessImpact;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose probes the pods of a workload get. Probes compete only for what they set on pods: one that only watches, or has
 * no {@code shallow}, is in nobody's way.
 */
public final class ProbeContest {
    private ProbeContest() {}

    /** What probes set on pods, each won by itself. */
    public enum Prize {
        /** The kubelet's probes. */
        Shallow,
        /** The readiness gate. */
        Gate;

        private boolean isWanted(HealthProbe probe) {
            return switch (this) {
                case Shallow -> probe.getSpec().shallow() != null;
                case Gate ->
                    probe.getSpec().readiness() != null
                            && probe.getSpec().readiness().impact() == ReadinessImpact.Impact.Gate;
            };
        }
    }

    /** Whether a probe sets anything on pods. */
    public static boolean isContender(HealthProbe probe) {
        return isContender(probe, Prize.Shallow) || isContender(probe, Prize.Gate);
    }

    /** Whether a probe sets that on pods, where no other has them. */
    public static boolean isContender(HealthProbe probe, Prize prize) {
        return prize.isWanted(probe)
                && probe.getSpec().mode() != Mode.Audit
                && probe.getMetadata().getDeletionTimestamp() == null;
    }

    /** What pods of a workload were seen to answer, by the status of a probe, which only the operator writes. */
    public static List<String> served(HealthProbe probe, Workload.Key key) {
        return Optional.ofNullable(probe.getStatus()).map(HealthProbeStatus::targets).stream()
                .flatMap(List::stream)
                .filter(target -> target.attachedTo().equals(key.attachedTo()))
                .flatMap(target -> Optional.ofNullable(target.served()).stream())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Empty where no probe sets any.
     *
     * @param probes of the workload's namespace
     * @param labels of the workload
     */
    public static Optional<HealthProbe> winner(
            Prize prize, Stream<HealthProbe> probes, Workload.Key key, Map<String, String> labels) {
        return probes.filter(probe -> isContender(probe, prize))
                .filter(probe -> Claimant.of(probe).claims(key, labels))
                .min(Comparator.comparing(Claimant::of, Claimant.PRECEDENCE));
    }
}
