package dev.faultline.api.gameday.run;

/** What somebody else says to a run that waits for approval. There is no default: nobody has decided yet. */
public enum Decision {
    /** It may begin. */
    Approve,
    /** It may not. */
    Deny
}
