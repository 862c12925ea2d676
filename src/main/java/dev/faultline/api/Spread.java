package dev.faultline.api;

/** How strictly pods are kept apart over zones and nodes. */
public enum Spread {
    /** Preferred: a pod is placed even where the spread is uneven. */
    Soft,
    /** Required over zones: a pod waits rather than make it uneven. */
    Hard,
    /** Not set by the operator. */
    None;

    /** The name of {@link #DEFAULT}, for the schema. */
    public static final String DEFAULT_NAME = "Soft";

    /** What holds when the field is left out. */
    public static final Spread DEFAULT = valueOf(DEFAULT_NAME);
}
