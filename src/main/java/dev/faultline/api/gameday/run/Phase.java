package dev.faultline.api.gameday.run;

/** How far a run is. Shown to people; nobody should build on it: {@code Complete} is a condition. */
public enum Phase {
    /** The run is new: its targets are chosen. */
    Pending,
    /** Somebody must agree first. */
    AwaitingApproval,
    /** Every guard rail is looked at. */
    Preflight,
    /** The steady state is looked at before anything is broken. */
    Baseline,
    /** Steps are carried out. */
    Running,
    /** Everything is put back. */
    Reverting,
    /** What was seen is judged. */
    Verdict,
    /** Nothing more will happen. */
    Complete
}
