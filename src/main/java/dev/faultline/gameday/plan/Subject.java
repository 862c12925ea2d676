package dev.faultline.gameday.plan;

import dev.faultline.policy.target.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A workload as a run finds it.
 *
 * @param replicas wanted pods
 * @param autoscaler who else decides how many, such as {@code HorizontalPodAutoscaler/web}
 * @param moving whether its pods are being replaced
 * @param pods those that run, ending ones left out
 */
public record Subject(
        Workload.Key key, String uid, int replicas, Optional<String> autoscaler, boolean moving, List<Candidate> pods) {

    /** A pod that may be chosen. */
    public record Candidate(String name, String uid, boolean ready, Instant created) {}

    public int ready() {
        return (int) pods.stream().filter(Candidate::ready).count();
    }
}
