package dev.faultline.api.status;

/** How much a finding weighs. */
public enum Severity {
    /** An outage waits to happen. */
    Error,
    /** Weaker than it should be. */
    Warning,
    /** Good to know. */
    Info;
}
