package dev.faultline.api.gameday;

/** What happens to a run that is due when it does not fit into a window. */
public enum OutsideWindow {
    /** It is put off to the next moment at which it fits, once. */
    Postpone,
    /** It is left out. */
    Skip;

    /** The name of {@link #DEFAULT}, for the schema. */
    public static final String DEFAULT_NAME = "Postpone";

    /** What holds when the field is left out. */
    public static final OutsideWindow DEFAULT = valueOf(DEFAULT_NAME);
}
