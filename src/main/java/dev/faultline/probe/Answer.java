package dev.faultline.probe;

import java.time.Duration;

/** What came of asking once. */
public sealed interface Answer {
    /**
     * As it should be.
     *
     * @param latency how long it took
     */
    record Good(Duration latency) implements Answer {}

    /**
     * A failure of the other side.
     *
     * @param message the class of the failure, without a byte of what was received
     */
    record Bad(String message) implements Answer {}

    /**
     * The operator could not ask, for reasons of its own: nothing is known of whom it would have asked.
     *
     * @param message why, and what to do next
     */
    record Untold(String message) implements Answer {}
}
