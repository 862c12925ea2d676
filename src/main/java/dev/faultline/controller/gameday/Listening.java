package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.gameday.run.Facts;
import dev.faultline.gameday.run.Heard;
import dev.faultline.gameday.run.Run;
import java.time.Instant;
import java.util.Optional;

/** What listens to the signals of runs. */
public interface Listening {
    /** What they say of the run, which is listened to from now on. */
    Facts.Hearing hear(GameDayRun resource, RehearsalSpec rehearsal, Run run, Instant now);

    /** What is still waited for until users are served again; empty where nothing is. */
    Optional<String> unwell(GameDayRun resource, RehearsalSpec rehearsal, Instant since, Instant now);

    /** What of it is to be written down. */
    Heard heard(GameDayRun resource, RehearsalSpec rehearsal, Run run, Instant now);

    /** Nothing is listened to any more. */
    void forget(GameDayRun resource);
}
