package dev.faultline.policy.budget;

import dev.faultline.api.Consistency;
import dev.faultline.api.UnhealthyPodEvictionPolicy;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;

/** Which budget a workload gets: the first row that fits. */
public final class BudgetTable {
    /** Members of a quorum that may be away at once. */
    static final IntOrString ONE_MEMBER = new IntOrString(1);

    /** Rounds up to whole pods, so it is never less than one. Source: Kubernetes disruption controller. */
    static final IntOrString QUARTER = new IntOrString("25%");

    /** Up to this many voters, losing one loses the majority. */
    static final int INTOLERANT_VOTERS = 2;

    private BudgetTable() {}

    /** A budget, or why there is none. */
    public sealed interface Decision {
        /** @param maxUnavailable pods or percent that may be away at once, never 0 */
        record Keep(IntOrString maxUnavailable, UnhealthyPodEvictionPolicy evictionPolicy) implements Decision {}

        record None(Absence why) implements Decision {}
    }

    /** Why a workload has no budget of ours. */
    public enum Absence {
        ForeignBudget,
        OverlappingBudgets,
        SingleReplica,
        QuorumIntolerant
    }

    /** @param foreign names of budgets of someone else that select the same pods */
    public static Decision decide(BudgetWish wish, Workload workload, List<String> foreign) {
        if (foreign.size() > 1) {
            return new Decision.None(Absence.OverlappingBudgets);
        }
        if (!foreign.isEmpty()) {
            return new Decision.None(Absence.ForeignBudget);
        }
        return switch (wish.limit()) {
            case BudgetWish.Limit.Explicit(var maxUnavailable) -> keep(wish, maxUnavailable);
            case BudgetWish.Limit.Derived _ -> derive(wish, workload);
        };
    }

    private static Decision derive(BudgetWish wish, Workload workload) {
        if (workload.scale() instanceof Workload.Scale.Fixed(int replicas) && replicas <= 1) {
            return new Decision.None(Absence.SingleReplica);
        }
        return switch (wish.consistency()) {
            case Consistent ->
                workload.fewest() <= INTOLERANT_VOTERS
                        ? new Decision.None(Absence.QuorumIntolerant)
                        : keep(wish, ONE_MEMBER);
            case Available -> keep(wish, QUARTER);
        };
    }

    private static Decision keep(BudgetWish wish, IntOrString maxUnavailable) {
        return new Decision.Keep(
                maxUnavailable,
                switch (wish.eviction()) {
                    case BudgetWish.Eviction.Explicit(var policy) -> policy;
                    case BudgetWish.Eviction.Derived _ -> derivedPolicy(wish.consistency());
                });
    }

    /** A recovering member keeps a quorum safe; a crashed stateless pod must not hold up a drain. */
    private static UnhealthyPodEvictionPolicy derivedPolicy(Consistency consistency) {
        return switch (consistency) {
            case Consistent -> UnhealthyPodEvictionPolicy.IfHealthyBudget;
            case Available -> UnhealthyPodEvictionPolicy.AlwaysAllow;
        };
    }
}
