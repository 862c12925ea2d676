package dev.faultline.api;

/** Whether the operator acts or only looks. */
public enum Mode {
    /** Plans, applies, measures and reports. */
    Enforce,
    /** Plans, measures and reports; changes nothing. */
    Audit;

    /** The name of {@link #DEFAULT}, for the schema. */
    public static final String DEFAULT_NAME = "Enforce";

    /** What holds when the field is left out. */
    public static final Mode DEFAULT = valueOf(DEFAULT_NAME);
}
