package dev.faultline.policy.graph;

/**
 * A call that a policy declares.
 *
 * @param hard whether the caller fails without it
 */
public record Edge(Node callee, boolean hard, Repeats repeats) {

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
