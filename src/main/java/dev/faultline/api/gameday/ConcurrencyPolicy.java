package dev.faultline.api.gameday;

/** What happens when a run is due while another one is under way. */
public enum ConcurrencyPolicy {
    /** The new one is left out and counted as missed. */
    Forbid,
    /** The old one is ended and put back first. */
    Replace;

    /** The name of {@link #DEFAULT}, for the schema. */
    public static final String DEFAULT_NAME = "Forbid";

    /** What holds when the field is left out. */
    public static final ConcurrencyPolicy DEFAULT = valueOf(DEFAULT_NAME);
}
