package dev.faultline.envoy.inbound;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a request may take.
 *
 * @param whenAbsent for one that brings no deadline, 1 ms to 1 h; empty for as long as it likes
 * @param max the longest that one may bring, 1 ms to 1 h; empty where none is cut
 */
public record Deadline(Optional<Duration> whenAbsent, Optional<Duration> max) {
    public static final Deadline NONE = new Deadline(Optional.empty(), Optional.empty());

    /** So long, unless the caller's own is shorter. */
    public static Deadline of(Duration longest) {
        return new Deadline(Optional.of(longest), Optional.of(longest));
    }

    boolean isNone() {
        return whenAbsent.isEmpty() && max.isEmpty();
    }
}
