package dev.faultline.cluster.upkeep;

import java.time.Duration;

/**
 * How long to wait before the next run: a little, so that changes that come together are answered together; longer when
 * run follows upon run, as when somebody else keeps changing back what is written.
 */
final class Pace {
    static final Duration SHORTEST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofSeconds(2);
    static final Duration LONGEST_AFTER_FAILURE = Duration.ofMinutes(1);

    private static final Duration FIRST_AFTER_FAILURE = Duration.ofMillis(500);
    private static final int DOUBLINGS = 8;

    private Duration pause = SHORTEST;
    private int failures;

    /** @param idle since the end of the last run */
    Duration beforeNext(Duration idle) {
        pause = idle.compareTo(pause.multipliedBy(2)) < 0 ? shorter(pause.multipliedBy(2), LONGEST) : SHORTEST;
        return pause;
    }

    void succeeded() {
        failures = 0;
    }

    /** @return when to try again */
    Duration failed() {
        failures++;
        var doubled = FIRST_AFTER_FAILURE.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        return shorter(doubled, LONGEST_AFTER_FAILURE);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
