package dev.faultline.api;

/** Which side of a network partition a workload chooses. */
public enum Consistency {
    /** Rather a doubtful answer than none (AP). */
    Available,
    /** Rather no answer than a wrong one (CP). */
    Consistent;

    /** The name of {@link #DEFAULT}, for the schema. */
    public static final String DEFAULT_NAME = "Available";

    /** What holds when the field is left out. */
    public static final Consistency DEFAULT = valueOf(DEFAULT_NAME);
}
