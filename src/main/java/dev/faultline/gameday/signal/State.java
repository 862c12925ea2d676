package dev.faultline.gameday.signal;

/** How a signal stands. The later one weighs more. */
public enum State {
    /** As it should be. */
    Good,
    /** Nobody can tell. */
    Unknown,
    /** As it should not be. */
    Bad
}
