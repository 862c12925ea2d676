package dev.faultline.gameday.ledger;

/** What came of doing one entry, or of putting it back. */
public sealed interface Done {
    /** It is done. */
    record Applied() implements Done {}

    /** A disruption budget held it back, which is a result. */
    record Held(String message) implements Done {}

    /** Its object was gone, or another one has its name. */
    record Missed(String message) implements Done {}

    /** Its turn came too late: something forbids it now. */
    record Withheld(String message) implements Done {}

    /** @param message the API server's words, and what to do */
    record Refused(String message) implements Done {}

    /** Nobody knows whether it was done: the answer was lost. */
    record Unclear(String message) implements Done {}

    /** All is as it was before. */
    record Reverted(String message) implements Done {}

    /** Somebody else has changed it meanwhile, so it is left as it is. */
    record Superseded(String message) implements Done {}

    /** It is to be tried again. */
    record NotReverted(String message) implements Done {}
}
