package dev.faultline;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.GameDayStatus;
import dev.faultline.cluster.Events;
import dev.faultline.cluster.StatusWriter;
import dev.faultline.cluster.gameday.calendar.KeptRuns;
import dev.faultline.cluster.gameday.calendar.RunMaker;
import dev.faultline.controller.Failures;
import dev.faultline.controller.StatusPatch;
import dev.faultline.controller.gameday.RunWatches;
import dev.faultline.controller.gameday.calendar.Appointments;
import dev.faultline.controller.gameday.calendar.GameDayStatusWriter;
import dev.faultline.controller.gameday.calendar.GameDayWatches;
import dev.faultline.gameday.calendar.GameDayReport;
import dev.faultline.gameday.calendar.TimetableReader;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/** Says new, for the schedules of game days. */
final class CalendarWiring {
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(24);

    @Produces
    @Singleton
    TimetableReader timetables(FaultlineConfig config) {
        var faults = new Faults(new ArrayList<>());
        var interval = config.gamedaysMinInterval()
                .map(text -> faults.duration("FAULTLINE_GAMEDAYS_MIN_INTERVAL", Optional.of(text), LONGEST_INTERVAL));
        if (!faults.found().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults.found()));
        }
        return new TimetableReader(interval);
    }

    @Produces
    @Singleton
    StatusWriter<GameDay, GameDayStatus> statusWriter(KubernetesClient client, Metrics metrics, Clock clock) {
        return new StatusWriter<>(Wiring.asksOnce(client), GameDay::new, metrics, clock);
    }

    @Produces
    @Singleton
    GameDayStatusWriter report(StatusWriter<GameDay, GameDayStatus> writer, Events events, Clock clock) {
        // Each change of it is one that people wait for; at most a few come with each run.
        return new GameDayStatusWriter(
                events,
                new StatusPatch<>(
                        writer,
                        (before, after) -> after.equals(before) ? Optional.empty() : Optional.of(Duration.ZERO)),
                clock);
    }

    @Produces
    @Singleton
    Failures<GameDay, GameDayStatus> failures(StatusWriter<GameDay, GameDayStatus> writer, Clock clock) {
        return new Failures<>(writer, GameDayStatus::conditions, GameDayReport::withConditions, clock);
    }

    @Produces
    @Singleton
    KeptRuns runs(RunWatches runs, Instance<GameDayWatches> watches, Clock clock) {
        var kept = new KeptRuns(runs::in, day -> watches.get().wake(day), clock);
        runs.listen(kept::seen);
        return kept;
    }

    @Produces
    @Singleton
    Appointments appointments(KubernetesClient client, KeptRuns runs, Clock clock) {
        return new Appointments(runs, new RunMaker(Wiring.asksOnce(client), runs::at), clock);
    }

    @Produces
    @Singleton
    GameDayWatches watches(StatusWriter<GameDay, GameDayStatus> writer) {
        return new GameDayWatches(writer::forget);
    }
}
