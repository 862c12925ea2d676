package dev.faultline.controller.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.GameDayStatus;
import dev.faultline.api.status.News;
import dev.faultline.cluster.Events;
import dev.faultline.controller.StatusPatch;
import dev.faultline.gameday.calendar.GameDayNews;
import dev.faultline.gameday.calendar.GameDayReport;
import dev.faultline.gameday.schedule.Decision;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports on a game day, and says when it is to be looked at again. */
public final class GameDayStatusWriter {
    /** A clock that is set forward is noticed as late at the latest. Nothing is asked for that. */
    private static final Duration ROUND = Duration.ofSeconds(60);

    private final Events events;
    private final StatusPatch<GameDay, GameDayStatus> patch;
    private final Clock clock;

    public GameDayStatusWriter(Events events, StatusPatch<GameDay, GameDayStatus> patch, Clock clock) {
        this.events = events;
        this.patch = patch;
        this.clock = clock;
    }

    UpdateControl<GameDay> of(GameDay day, Appointments.Minutes minutes) {
        patch.of(day, GameDayReport.of(day, minutes.outlook(), minutes.runs(), clock.instant()));
        events.tell(day, minutes.news());
        return minutes.outlook()
                .decision()
                .flatMap(GameDayStatusWriter::next)
                .map(this::until)
                .map(UpdateControl.<GameDay>noUpdate()::rescheduleAfter)
                .orElseGet(UpdateControl::noUpdate);
    }

    UpdateControl<GameDay> refused(GameDay day, String message) {
        var before = day.getStatus();
        var status = GameDayReport.refused(day, message, clock.instant());
        patch.of(day, status);
        List<News> news = GameDayNews.refusal(before, status);
        events.tell(day, news);
        return UpdateControl.noUpdate();
    }

    /** When something may have to be done; empty when that needs a change of the spec. */
    private static Optional<Instant> next(Decision decision) {
        return switch (decision) {
            case Decision.Wait(var start) -> Optional.of(start.startsAt());
            case Decision.Blocked(var _, var _, var until) -> Optional.of(until);
            case Decision.Replace(var _, var _, var until) -> Optional.of(until);
            case Decision.NeverFits() -> Optional.of(Instant.MAX);
            case Decision.Start _, Decision.Missed _ -> Optional.of(Instant.MIN);
            case Decision.Suspended() -> Optional.empty();
        };
    }

    /** Timers count milliseconds, and one that is early would only ask again. */
    private Duration until(Instant moment) {
        var now = clock.instant();
        if (moment.isAfter(now.plus(ROUND))) {
            return ROUND;
        }
        return moment.isAfter(now) ? Duration.between(now, moment).plusMillis(1) : Duration.ofMillis(1);
    }
}
