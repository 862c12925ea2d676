package dev.faultline.policy.target;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.Mode;
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

    /** Whether a probe sets kubelet probes on pods. */
    public static boolean isContender(HealthProbe probe) {
        return probe.getSpec().shallow() != null
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
            Stream<HealthProbe> probes, Workload.Key key, Map<String, String> labels) {
        return probes.filter(ProbeContest::isContender)
                .filter(probe -> Claimant.of(probe).claims(key, labels))
                .min(Comparator.comparing(Claimant::of, Claimant.PRECEDENCE));
    }
}
