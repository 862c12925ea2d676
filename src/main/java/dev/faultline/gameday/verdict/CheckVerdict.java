package dev.faultline.gameday.verdict;

import dev.faultline.api.gameday.plan.SteadyState.When;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of one check.
 *
 * @param when it had to hold; empty for objectives and budgets
 * @param weight in the score, 1 to 100
 * @param failed when it was first seen not to hold
 * @param message why it did not hold, or why nobody knows; empty where it held
 */
public record CheckVerdict(
        String check, Optional<When> when, Result result, int weight, Optional<Instant> failed, String message) {
    /** What came of a check. What is not known has not passed. */
    public enum Result {
        Passed,
        Failed,
        Unknown
    }

    boolean is(Result wanted) {
        return result == wanted;
    }

    String words() {
        return check + ": " + message;
    }
}
