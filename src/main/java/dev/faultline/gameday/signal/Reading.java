package dev.faultline.gameday.signal;

import java.time.Instant;

/**
 * How a signal was found.
 *
 * @param at when it was looked at
 * @param since from when on it stood so, as far as that is known; never after {@code at}
 * @param told when that could first be told, which is what a person or an alert would have seen; never after {@code at}
 * @param message why, where it is not good
 */
public record Reading(Instant at, Instant since, Instant told, State state, String message) {
    /** All that is known is how it stands now. */
    public Reading(Instant at, State state, String message) {
        this(at, at, at, state, message);
    }

    public static Reading good(Instant at) {
        return new Reading(at, State.Good, "");
    }
}
