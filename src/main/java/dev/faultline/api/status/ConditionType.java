package dev.faultline.api.status;

/** The types of condition that our resources can carry; what each says of a kind stands in {@link ConditionTable}. */
public enum ConditionType {
    /** The spec is valid. */
    Accepted,
    /** All is in place on every target. */
    Programmed,
    /** A node drain would go well now. */
    DisruptionSafe,
    /** No critical check fails. */
    Healthy,
    /** This generation is applied. */
    Ready,
    /** A run is over. */
    Complete,
    /** A run is over, and every check of it passed. */
    Passed,
    /** Only while true: nothing gets better without a change by the user. */
    Stalled,
    /** Only while true: the breaker of a dependency is open. */
    Degraded,
    /** Only while true: pods are kept in service although their checks fail. */
    ReadinessGuarded,
    /** Only while true: checks go to and fro. */
    Flapping
}
