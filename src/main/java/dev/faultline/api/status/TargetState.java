package dev.faultline.api.status;

/** How far one target is. */
public enum TargetState {
    /** All that the policy asks for is in place. */
    Programmed,
    /** Something the policy asks for is not in place; the message says what. */
    NotProgrammed,
    /** Another policy holds this workload; the message names it. */
    Conflicted,
    /** There is no such workload. */
    TargetNotFound,
    /** Nothing is applied, on purpose. */
    Audit;
}
