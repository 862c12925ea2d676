package dev.faultline.policy.budget;

import dev.faultline.api.status.ConditionReason;
import dev.faultline.policy.budget.BudgetTable.Absence;
import dev.faultline.policy.budget.BudgetTable.Decision;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a drain would meet, from what the caches know. */
public final class DrainForecast {
    private DrainForecast() {}

    /**
     * @param own our budget as the API server has it, if any
     * @param budgets every budget of the namespace
     */
    public static Drain of(
            Workload workload,
            Decision decision,
            Optional<PodDisruptionBudget> own,
            List<PodDisruptionBudget> budgets) {
        var many = workload.replicas() > 1;
        if (workload.replicas() == 0) {
            return new Drain.Safe("scaled to 0, nothing to drain", "", 0);
        }
        return switch (decision) {
            case Decision.None(var why)
            when why == Absence.OverlappingBudgets ->
                new Drain.Unsafe(
                        ConditionReason.OverlappingBudgets,
                        "budgets " + String.join(" and ", BudgetResource.foreign(workload, budgets))
                                + " select the same pods, so every eviction fails; delete all but one");
            case Decision.None _ when !many -> onlyPod();
            case Decision.Keep _ when !many -> onlyPod();
            case Decision.None(var why)
            when why == Absence.QuorumIntolerant ->
                new Drain.Unsafe(
                        ConditionReason.QuorumIntolerant,
                        "a drain takes the majority of " + workload.replicas() + " voters; run 3 or more");
            case Decision.None(var why)
            when why == Absence.ForeignBudget ->
                BudgetResource.foreignBudgets(workload, budgets).stream()
                        .findFirst()
                        .map(DrainForecast::allowed)
                        .orElseGet(DrainForecast::unanswered);
            case Decision.None _ -> onlyPod();
            case Decision.Keep _ -> own.map(DrainForecast::allowed).orElseGet(DrainForecast::unanswered);
        };
    }

    /** Where no budget of ours is in force although one should be. */
    public static Drain withoutBudget(Workload workload) {
        return switch (workload.replicas()) {
            case 0 -> new Drain.Safe("scaled to 0, nothing to drain", "", 0);
            case 1 -> onlyPod();
            default -> new Drain.Unsafe(ConditionReason.NoBudget, "no budget is in force: a drain may take every pod");
        };
    }

    /** What the disruption controller allows now, in words; empty until it has answered. */
    public static String allowance(PodDisruptionBudget budget) {
        if (!isAnswered(budget)) {
            return "";
        }
        var allowed = budget.getStatus().getDisruptionsAllowed();
        return allowed + (allowed == 1 ? " disruption allowed" : " disruptions allowed");
    }

    private static Drain onlyPod() {
        return new Drain.Unsafe(ConditionReason.SingleReplica, "a drain takes the only pod; run 2 or more");
    }

    private static Drain unanswered() {
        return new Drain.Unknown("waiting for the disruption controller to count the pods");
    }

    private static Drain allowed(PodDisruptionBudget budget) {
        if (!isAnswered(budget)) {
            return unanswered();
        }
        return budget.getStatus().getDisruptionsAllowed() > 0
                ? new Drain.Safe(
                        allowance(budget),
                        Objects.requireNonNullElse(budget.getMetadata().getResourceVersion(), "unversioned"),
                        budget.getStatus().getDisruptionsAllowed())
                : exhausted(budget.getStatus());
    }

    /** Whether the disruption controller has seen the budget as it is now. */
    public static boolean isAnswered(PodDisruptionBudget budget) {
        var status = budget.getStatus();
        return status != null
                && status.getDisruptionsAllowed() != null
                && Objects.equals(
                        status.getObservedGeneration(), budget.getMetadata().getGeneration());
    }

    private static Drain exhausted(PodDisruptionBudgetStatus status) {
        return new Drain.Unsafe(
                ConditionReason.BudgetExhausted,
                "no disruption allowed: " + status.getCurrentHealthy() + " of " + status.getExpectedPods()
                        + " pods are healthy and " + status.getDesiredHealthy() + " must stay so");
    }
}
