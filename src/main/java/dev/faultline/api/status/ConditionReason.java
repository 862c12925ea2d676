package dev.faultline.api.status;

/** The reasons that a condition can carry, one word each. docs/reference.md is made from them. */
public enum ConditionReason {
    Accepted("The spec is valid."),
    Invalid("The spec is not valid; what was in force before stays."),
    Conflicted("Another policy holds every target."),
    TargetNotFound("No target exists."),
    Programmed("All targets are programmed."),
    PartiallyProgrammed("Some targets or pods are not programmed yet."),
    Rejected("A sidecar refused its configuration."),
    InjectionSuspended("Pods of a target failed with the sidecar, so new ones get none until the policy changes."),
    Unsupported("The spec asks for something that this installation does not allow."),
    Audit("Nothing is applied, on purpose."),
    Ready("This generation is applied."),
    Retrying("The operator met trouble outside the resource and tries again."),
    DrainAllowed("The API server would let a pod of every target be evicted now."),
    Checking("The disruption controller has not counted the pods yet."),
    SingleReplica("A drain takes the only pod."),
    QuorumIntolerant("A drain takes the majority of a quorum."),
    OverlappingBudgets("Several budgets select the same pods, so every eviction fails."),
    BudgetExhausted("So many pods are away already that no further one may go."),
    EvictionRefused("The API server refuses an eviction although the budget would allow it."),
    NoBudget("No budget is in force although one should be."),
    BreakerOpen("Calls to a dependency are refused, or no endpoint of it is left to call."),
    Passing("Every check passes."),
    Impaired("A check of severity Degraded fails, none of severity Critical."),
    ChecksFailing("A check of severity Critical fails."),
    NotJudged("A check of severity Critical has not been judged yet, or cannot be made."),
    SharedDependencyFailing("Pods fail alike, so the cause is not theirs."),
    GateLimitReached("No more pods may be out of service at once."),
    TooManyTransitions("A check has begun or ceased to fail more often than `deep.flapping` allows."),
    ScheduleNeverFits("Within 400 days the schedule has no moment at which a run fits into a window."),
    UnderWay("The run is not over yet."),
    Passed("Every check of the run passed."),
    Failed("A check of the run failed."),
    Aborted("The run was ended early, and everything was put back."),
    Skipped("The run did nothing, on purpose."),
    Inconclusive("What was seen is not enough for a verdict."),
    RevertFailed("Something could not be put back; `status.manualSteps` says what to type.");

    private final String meaning;

    ConditionReason(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
