package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.gameday.run.Facts;
import dev.faultline.gameday.run.Heard;
import dev.faultline.gameday.run.Run;
import java.time.Instant;

/** What listens to the signals of runs. */
public interface Listening {
    /** What they say of the run, which is listened to from now on. */
    Facts.Hearing hear(GameDayRun resource, RehearsalSpec rehearsal, Run run, Instant now);

    /** What of it is to be written down. */
    Heard heard(GameDayRun resource, RehearsalSpec rehearsal, Run run, Instant now);

    /** Nothing is listened to any more. */
    void forget(GameDayRun resource);
}
