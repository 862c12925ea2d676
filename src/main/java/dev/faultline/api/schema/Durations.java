package dev.faultline.api.schema;

/** What CEL rules say about durations, which are strings on the wire. */
public final class Durations {

    /**
     * Follows a field in a rule: it has the form of a duration. A rule that compares two durations asks this first, or
     * a malformed one would add a second, unreadable error. Source: Gateway API GEP-2257.
     */
    public static final String MATCHES = ".matches('^([0-9]{1,5}(h|m|s|ms)){1,4}$')";

    private Durations() {}
}
