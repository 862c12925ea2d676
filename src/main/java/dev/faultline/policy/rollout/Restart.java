package dev.faultline.policy.rollout;

/** What becomes of one workload whose pods lack the sidecar. */
public sealed interface Restart {
    /** The operator has nothing to do: no pod lacks anything, or the user restarts. */
    record None() implements Restart {}

    /**
     * Nothing stands in the way but other restarts.
     *
     * @param number how many workloads of the policy were restarted for this generation, this one included
     * @param of how many there are to be restarted in all
     */
    record Due(int number, int of) implements Restart {}

    /** It goes on; {@code number} and {@code of} are those of {@link Due}. */
    record UnderWay(int number, int of) implements Restart {}

    /** New pods would not get their sidecar for sure yet, which only time changes. */
    record Settling() implements Restart {}

    /** @param why in words that go on from "its restart waits:"; the operator hears of it when that ends */
    record Waiting(String why) implements Restart {}

    /**
     * The operator leaves it alone until somebody else does something.
     *
     * @param why in words that go on from "not restarted automatically:"
     * @param remedy what to type or to do
     */
    record Held(String why, String remedy) implements Restart {}
}
