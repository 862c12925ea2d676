package dev.faultline.api.status;

/** The reasons that a condition can carry, one word each. */
public enum ConditionReason {
    /** The spec is valid. */
    Accepted,
    /** The spec is not valid. */
    Invalid,
    /** Another policy holds every target. */
    Conflicted,
    /** No target exists. */
    TargetNotFound,
    /** All targets are programmed. */
    Programmed,
    /** Some targets or pods are not programmed yet. */
    PartiallyProgrammed,
    /** A sidecar refused its configuration. */
    Rejected,
    /** The policy asks for something this version cannot do. */
    Unsupported,
    /** Nothing is applied, on purpose. */
    Audit,
    /** This generation is applied. */
    Ready,
    /** The operator met trouble outside the policy and tries again. */
    Retrying,
    /** The API server would let a pod of every target be evicted now. */
    DrainAllowed,
    /** The disruption controller has not counted the pods yet. */
    Checking,
    /** A drain takes the only pod. */
    SingleReplica,
    /** A drain takes the majority of a quorum. */
    QuorumIntolerant,
    /** Several budgets select the same pods, so every eviction fails. */
    OverlappingBudgets,
    /** So many pods are away already that no further one may go. */
    BudgetExhausted,
    /** The API server refuses an eviction although the budget would allow it. */
    EvictionRefused,
    /** No budget is in force although one should be. */
    NoBudget;
}
