package dev.faultline.policy;

import dev.faultline.api.status.Finding;
import dev.faultline.policy.budget.Drain;
import dev.faultline.policy.live.Live;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must exist for one policy, or why nothing may change. */
public sealed interface PolicyPlan {
    /**
     * @param namespace the policy's
     * @param targets one per workload, in the order of the policy's refs
     * @param findings about the policy as a whole
     * @param wanted budgets that must exist as they are here
     * @param unwanted budgets of this policy that must go
     * @param live how its dependencies fare
     */
    record Planned(
            String namespace,
            Intent intent,
            List<TargetPlan> targets,
            List<Finding> findings,
            List<PodDisruptionBudget> wanted,
            List<PodDisruptionBudget> unwanted,
            Live live)
            implements PolicyPlan {

        /** The targets that this policy has. */
        public List<TargetPlan.Attached> attached() {
            return TargetPlan.attached(targets);
        }

        /** How long until time alone may change the plan; empty when it cannot. */
        public Optional<Duration> next() {
            return Stream.concat(
                            live.next().stream(),
                            attached().stream()
                                    .filter(target -> target.sidecar().wanted())
                                    .flatMap(target -> Suspension.next(target.workload()).stream()))
                    .min(Duration::compareTo);
        }

        /** Whether the disruption controller has yet to answer for one of the targets. */
        public boolean isWaitingForCount() {
            return attached().stream().anyMatch(target -> target.forecast() instanceof Drain.Unknown);
        }
    }

    /** The last good configuration stays. */
    record Rejected(String message) implements PolicyPlan {}
}
