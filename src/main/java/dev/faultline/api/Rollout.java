package dev.faultline.api;

/** Who restarts pods that lack the sidecar. */
public enum Rollout {
    /** The user; status shows the line to type. */
    Manual,
    /** The operator, one workload at a time, within the budget. */
    Automatic;

    /** The name of {@link #DEFAULT}, for the schema. */
    public static final String DEFAULT_NAME = "Manual";

    /** What holds when the field is left out. */
    public static final Rollout DEFAULT = valueOf(DEFAULT_NAME);
}
