package dev.faultline.gameday.verdict;

import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import java.util.List;
import java.util.Optional;

/**
 * What comes of a run whose steps are all over.
 *
 * @param checks in the order of the spec, then objectives and budgets
 * @param score share of the weight that has passed, 0 to 100; empty where there was nothing to score
 * @param message for people: what decided it, and what to do
 */
public record Judged(
        List<CheckVerdict> checks, Times times, Optional<Integer> score, Conclusion conclusion, String message) {
    /** What decided it. */
    public enum Conclusion {
        /** All that was asked held. */
        AllChecksPassed(Outcome.Passed, OutcomeReason.AllChecksPassed),
        /** A steady state did not hold. */
        ChecksFailed(Outcome.Failed, OutcomeReason.ChecksFailed),
        /** A time was longer than it may be. */
        TargetsMissed(Outcome.Failed, OutcomeReason.TargetsMissed),
        /** Nothing was asked. */
        NoChecks(Outcome.Inconclusive, OutcomeReason.NoChecks),
        /** A fault was sent for, and nothing was seen of it. */
        FaultNotEffective(Outcome.Inconclusive, OutcomeReason.FaultNotEffective),
        /** Of something that was asked nobody knows. */
        NotObserved(Outcome.Inconclusive, OutcomeReason.NotObserved);

        private final Outcome outcome;
        private final OutcomeReason reason;

        Conclusion(Outcome outcome, OutcomeReason reason) {
            this.outcome = outcome;
            this.reason = reason;
        }
    }

    public Outcome outcome() {
        return conclusion.outcome;
    }

    public OutcomeReason reason() {
        return conclusion.reason;
    }
}
