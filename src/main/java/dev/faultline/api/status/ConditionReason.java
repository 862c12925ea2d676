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
    /** The operator is still at it. */
    Reconciling,
    /** The operator met trouble of its own and tries again. */
    Failed;
}
