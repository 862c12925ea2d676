package dev.faultline.controller.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.cluster.index.Place;
import dev.faultline.controller.gameday.RunFacts;
import dev.faultline.gameday.calendar.TimetableReader;
import dev.faultline.gameday.run.Facts.Clearance;
import dev.faultline.gameday.schedule.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** Windows and exclusions of a game day, which bind runs by hand as well as those of its schedule. */
public final class RunWindows implements RunFacts.Windows {
    private final Function<Place, Optional<GameDay>> gameDays;
    private final TimetableReader timetables;

    public RunWindows(Function<Place, Optional<GameDay>> gameDays, TimetableReader timetables) {
        this.gameDays = gameDays;
        this.timetables = timetables;
    }

    @Override
    public Optional<Clearance.Refused> refusal(GameDayRun run, Duration left, Instant now) {
        if (Boolean.TRUE.equals(run.getSpec().ignoreWindows())) {
            return Optional.of(new Clearance.Refused(
                    OutcomeReason.Unsupported,
                    "spec.ignoreWindows is true, and this version cannot tell who may ask for that: leave it out"));
        }
        var ref = run.getSpec().gameDayRef();
        return ref == null
                ? Optional.empty()
                : gameDays.apply(new Place(run.getMetadata().getNamespace(), ref.name()))
                        .flatMap(timetables::calendar)
                        .flatMap(calendar -> refusal(ref.name(), calendar, left, now));
    }

    private static Optional<Clearance.Refused> refusal(String gameDay, Calendar calendar, Duration left, Instant now) {
        // As the schedule counts: a run that starts in a minute starts at its beginning.
        if (calendar.hasRoom(now.truncatedTo(ChronoUnit.MINUTES), left)) {
            return Optional.empty();
        }
        return Optional.of(
                calendar.isClosed(now)
                        ? new Clearance.Refused(
                                OutcomeReason.Excluded, "today is in spec.exclusions of GameDay " + gameDay)
                        : new Clearance.Refused(
                                OutcomeReason.OutsideWindow,
                                "a whole run, of activeDeadline, does not fit into spec.windows of GameDay " + gameDay
                                        + " now"));
    }
}
