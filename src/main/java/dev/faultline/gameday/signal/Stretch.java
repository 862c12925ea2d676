package dev.faultline.gameday.signal;

import java.time.Duration;
import java.time.Instant;

/** A time in which a signal stood alike. */
public record Stretch(Instant from, Instant until, State state, String message) {
    public Duration length() {
        return Duration.between(from, until);
    }

    public boolean is(State wanted) {
        return state == wanted;
    }

    Stretch within(Instant begin, Instant end) {
        return new Stretch(from.isBefore(begin) ? begin : from, until.isAfter(end) ? end : until, state, message);
    }
}
