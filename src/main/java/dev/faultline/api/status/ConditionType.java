package dev.faultline.api.status;

/** The types of condition that a policy can carry. */
public enum ConditionType {
    /** The spec is valid and at least one target is ours. */
    Accepted,
    /** Everything the policy asks for is in place on every target. */
    Programmed,
    /** A node drain would go well now. */
    DisruptionSafe,
    /** This generation is applied. */
    Ready,
    /** Only while true: nothing will get better without a change by the user. */
    Stalled,
    /** Only while true: a breaker is open. */
    Degraded;
}
