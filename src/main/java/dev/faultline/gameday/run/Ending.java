package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;

/**
 * How a run ends.
 *
 * @param message for people: why, and what to do
 */
public record Ending(Outcome outcome, OutcomeReason reason, String message) {
    static Ending skipped(OutcomeReason reason, String message) {
        return new Ending(Outcome.Skipped, reason, message);
    }
}
