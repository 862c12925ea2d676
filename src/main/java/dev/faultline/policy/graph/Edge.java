package dev.faultline.policy.graph;

import dev.faultline.policy.call.Patience;
import java.time.Duration;
import java.util.Optional;

/**
 * A call that a policy declares.
 *
 * @param hard whether the caller fails without it
 * @param waits empty where either side may take as long as it likes, or does not say
 */
public record Edge(Node callee, boolean hard, Repeats repeats, Optional<Waits> waits) {
    public Edge(Node callee, boolean hard, Repeats repeats) {
        this(callee, hard, repeats, Optional.empty());
    }

    /**
     * How long both sides give one try.
     *
     * @param dependency its name in the policy of the caller
     * @param port of the callee, by its name
     * @param longest that the callee's sidecar lets a request to that port take
     */
    public record Waits(String dependency, Patience caller, String port, Duration longest) {
        /** Whether the callee gives up first. */
        public boolean areCut() {
            return caller.span().compareTo(longest) > 0;
        }
    }

    /**
     * How often a call is made again while all of them fail.
     *
     * @param attempts after the first, 0 to 5
     * @param budgetPercent of the calls under way that may be repeated ones, 1 to 100
     */
    public record Repeats(int attempts, int budgetPercent) {
        public static final Repeats NONE = new Repeats(0, 100);

        private static final double WHOLE = 100;

        /**
         * Calls that reach the callee for each one that is to be made, when all fail and many are under way: the repeated
         * ones are a share of all, so r = b (1 + r). With few under way the budget always allows 3 at once and does not
         * bind. Source: Envoy CircuitBreakers.Thresholds.retry_budget
         */
        public double factor() {
            var unbounded = attempts + 1.0;
            return budgetPercent >= WHOLE ? unbounded : Math.min(unbounded, WHOLE / (WHOLE - budgetPercent));
        }
    }
}
