package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.gameday.run.Ending;
import dev.faultline.gameday.run.Facts;
import dev.faultline.gameday.run.Heard;
import dev.faultline.gameday.run.Run;
import java.time.Instant;
import java.util.Optional;

/** Listens to nothing. */
public final class Unheard implements Listening {
    @Override
    public Facts.Hearing hear(GameDayRun resource, RehearsalSpec rehearsal, Run run, Instant now) {
        return new Facts.Hearing(
                new Facts.Baseline.Steady(),
                Optional.empty(),
                Optional.of(new Ending(Outcome.Inconclusive, OutcomeReason.NoChecks, "nothing was checked")));
    }

    @Override
    public Heard heard(GameDayRun resource, RehearsalSpec rehearsal, Run run, Instant now) {
        return Heard.NOTHING;
    }

    @Override
    public void forget(GameDayRun resource) {
        // Nothing is remembered.
    }
}
