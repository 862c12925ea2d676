package dev.faultline.policy.live;

import java.util.Map;

/** What one sidecar tells of its dependencies. */
public sealed interface Account {
    /** Nothing, and it is not waited for. */
    record Nothing() implements Account {}

    /** Nothing yet: whoever reports has only just begun to listen. */
    record NotYet() implements Account {}

    /** @param readings by the names of dependencies */
    record Told(Map<String, Reading> readings) implements Account {}
}
