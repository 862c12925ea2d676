package dev.faultline.policy;

import dev.faultline.api.status.Finding;
import dev.faultline.policy.budget.BudgetTable.Absence;
import dev.faultline.policy.budget.BudgetTable.Decision.Keep;
import dev.faultline.policy.budget.Drain;
import dev.faultline.policy.rollout.Candidate;
import dev.faultline.policy.target.Workload;
import java.util.List;

/** What one target of a policy gets. */
public sealed interface TargetPlan {
    Workload.Key key();

    /** Those that the policy has. */
    static List<Attached> attached(List<TargetPlan> targets) {
        return targets.stream()
                .filter(Attached.class::isInstance)
                .map(Attached.class::cast)
                .toList();
    }

    /**
     * @param forecast how a drain would go, from what the caches know
     */
    record Attached(Workload workload, Budget budget, SidecarPart sidecar, Drain forecast, List<Finding> findings)
            implements TargetPlan {
        @Override
        public Workload.Key key() {
            return workload.key();
        }

        /** What a restart of its pods depends on. */
        public Candidate candidate() {
            return new Candidate(
                    workload,
                    sidecar.lacking(),
                    sidecar.covered(),
                    !sidecar.rejected().isEmpty(),
                    sidecar.suspended().isPresent(),
                    forecast);
        }
    }

    /** @param winner name of the policy that has the target */
    record Lost(Workload.Key key, String winner) implements TargetPlan {}

    record Missing(Workload.Key key) implements TargetPlan {}

    /** The budget side of an attached target. */
    sealed interface Budget {
        /** @param allowance what the disruption controller allows now, in words; empty until it has answered */
        record InForce(Keep terms, String allowance) implements Budget {}

        /** What Enforce would set. */
        record Proposed(Keep terms) implements Budget {}

        record NameTaken(String name) implements Budget {}

        record None(Absence why) implements Budget {}
    }
}
