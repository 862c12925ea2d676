package dev.faultline.probe;

import java.time.Duration;

/**
 * How answers are judged.
 *
 * @param period between two samples of a check, 1 s to 10 min
 * @param timeout of one sample, 10 ms to 1 min
 * @param failureThreshold bad answers in a row that make a check fail, 1 to 100
 * @param successThreshold good answers in a row that make it pass again, 1 to 100
 * @param flapWindow how far back transitions count
 * @param maxTransitions within that window, beyond which a check flaps
 */
public record Rules(
        Duration period,
        Duration timeout,
        int failureThreshold,
        int successThreshold,
        Duration flapWindow,
        int maxTransitions) {

    /** Nobody was watching if a sample comes later than this after the one before: one may be late, two may not. */
    public Duration longestPause() {
        return period.multipliedBy(2).plus(timeout);
    }
}
