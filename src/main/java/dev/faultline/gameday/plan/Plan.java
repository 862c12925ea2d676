package dev.faultline.gameday.plan;

import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.gameday.ledger.Ledger;
import java.util.List;

/** What a run will do, or why it will not. */
public sealed interface Plan {
    /**
     * Every target is chosen.
     *
     * @param lines for people
     * @param ledger with all that will be done, planned
     */
    record Frozen(List<Line> lines, Ledger ledger) implements Plan {}

    /** @param message names the step, and what to change */
    record Refused(OutcomeReason reason, String message) implements Plan {}

    /**
     * What one step does.
     *
     * @param effect such as "kill 1 of 3 pods of Deployment/web"
     * @param pods that are concerned
     */
    record Line(String effect, String step, int pods) {}
}
