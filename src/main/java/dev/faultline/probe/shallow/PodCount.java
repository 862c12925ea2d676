package dev.faultline.probe.shallow;

import dev.faultline.policy.text.Sentences;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Answer;
import java.time.Duration;
import java.util.List;

/**
 * The pods of one workload.
 *
 * @param attachedTo kind and name, such as {@code Deployment/web}
 * @param ready pods that are ready and stay, 0 or more
 * @param wanted pods that there should be, 0 or more
 */
public record PodCount(String attachedTo, int ready, int wanted) {

    /**
     * What counts say of health. Without a ready pod nobody is served, and one that is missing is a loss of reserve: the
     * two are told apart by severity. Where nobody wants a pod, as with a workload scaled to zero, nothing is said.
     */
    public static Answer answer(List<PodCount> counts, Aim.Pods.Need need) {
        var wanted = counts.stream().filter(count -> count.wanted > 0).toList();
        if (wanted.isEmpty()) {
            return new Answer.Untold(
                    counts.isEmpty()
                            ? "not judged: no workload of spec.targetRefs or spec.targetSelector is there"
                            : "not judged: no pod is wanted, all workloads are scaled to zero");
        }
        var lacking = wanted.stream().filter(count -> !count.suffices(need)).toList();
        return lacking.isEmpty()
                ? new Answer.Good(Duration.ZERO)
                : new Answer.Bad(Sentences.listed(lacking.stream().map(PodCount::words)));
    }

    /** The same where more were wanted before somebody scaled the workload down. */
    public PodCount wantingAtLeast(int more) {
        return new PodCount(attachedTo, ready, Math.max(wanted, more));
    }

    private boolean suffices(Aim.Pods.Need need) {
        return switch (need) {
            case One -> ready > 0;
            case All -> ready >= wanted;
        };
    }

    private String words() {
        return attachedTo + " has " + ready + " ready of " + wanted + " wanted pods";
    }
}
