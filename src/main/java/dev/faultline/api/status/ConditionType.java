package dev.faultline.api.status;

import java.util.List;

/** The types of condition that a policy can carry. docs/reference.md is made from them. */
public enum ConditionType {
    Accepted(
            "The spec is valid and at least one target is ours.",
            ConditionReason.Accepted,
            ConditionReason.Invalid,
            ConditionReason.Conflicted,
            ConditionReason.TargetNotFound),
    Programmed(
            "Everything the policy asks for is in place on every target.",
            ConditionReason.Programmed,
            ConditionReason.PartiallyProgrammed,
            ConditionReason.Rejected,
            ConditionReason.InjectionSuspended,
            ConditionReason.Unsupported,
            ConditionReason.Audit,
            ConditionReason.Invalid,
            ConditionReason.Conflicted,
            ConditionReason.TargetNotFound),
    DisruptionSafe(
            "A node drain would go well now.",
            ConditionReason.DrainAllowed,
            ConditionReason.Checking,
            ConditionReason.SingleReplica,
            ConditionReason.QuorumIntolerant,
            ConditionReason.OverlappingBudgets,
            ConditionReason.BudgetExhausted,
            ConditionReason.EvictionRefused,
            ConditionReason.NoBudget,
            ConditionReason.Invalid,
            ConditionReason.Conflicted,
            ConditionReason.TargetNotFound),
    Ready(
            "This generation is applied. Says nothing of the health of the application.",
            ConditionReason.Ready,
            ConditionReason.PartiallyProgrammed,
            ConditionReason.Rejected,
            ConditionReason.InjectionSuspended,
            ConditionReason.Unsupported,
            ConditionReason.Retrying,
            ConditionReason.Invalid,
            ConditionReason.Conflicted,
            ConditionReason.TargetNotFound),
    Stalled(
            "Only while true: nothing will get better without a change by the user.",
            ConditionReason.Invalid,
            ConditionReason.Conflicted,
            ConditionReason.InjectionSuspended),
    Degraded("Only while true: the breaker of a dependency is open.", ConditionReason.BreakerOpen);

    private final String meaning;
    private final List<ConditionReason> reasons;

    ConditionType(String meaning, ConditionReason... reasons) {
        this.meaning = meaning;
        this.reasons = List.of(reasons);
    }

    public String meaning() {
        return meaning;
    }

    /** The reasons that the condition is given, the usual one first. */
    public List<ConditionReason> reasons() {
        return reasons;
    }
}
