package dev.faultline.gameday.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.gameday.schedule.Calendar.ClosedDays;
import dev.faultline.gameday.schedule.Calendar.OpenHours;
import dev.faultline.gameday.schedule.Situation.Past;
import dev.faultline.gameday.schedule.Timetable.Outside;
import dev.faultline.gameday.schedule.Timetable.Overlap;
import dev.faultline.gameday.schedule.Timetable.Rules;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is decided at a moment; {@link ScheduleOracleTest} has many more. */
class SchedulerTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant CREATED = Instant.parse("2026-12-01T08:00:00Z");
    private static final List<OpenHours> MIDWEEK = List.of(new OpenHours(
            EnumSet.of(DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY), 9 * 60 + 30, 16 * 60));
    private static final List<ClosedDays> FREEZE =
            List.of(new ClosedDays(LocalDate.parse("2026-12-18"), LocalDate.parse("2027-01-04")));

    @Test
    void aQuarterlyGameDayRunsOnceInEachQuarter() {
        var timetable = timetable("0 10 1 1,4,7,10 *", MIDWEEK, FREEZE);

        var starts = Scheduler.upcoming(timetable, at(CREATED), 4).stream()
                .map(start -> start.startsAt().atZone(BERLIN))
                .toList();

        assertThat(starts)
                .extracting(start -> start.toOffsetDateTime().toString())
                .containsExactly(
                        "2027-01-05T09:30+01:00",
                        "2027-04-01T10:00+02:00",
                        "2027-07-01T10:00+02:00",
                        "2027-10-05T09:30+02:00");
        assertThat(starts)
                .extracting(start -> start.get(IsoFields.QUARTER_OF_YEAR))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void aRunIsNamedByItsScheduledMinuteWhenItIsPostponed() {
        var timetable = timetable("0 10 1 1,4,7,10 *", MIDWEEK, FREEZE);

        var decision = Scheduler.decide(timetable, at(Instant.parse("2027-01-05T08:30:00Z")));

        var scheduled = Instant.parse("2027-01-01T09:00:00Z");
        assertThat(decision)
                .isEqualTo(new Decision.Start(
                        new PlannedStart(scheduled, Instant.parse("2027-01-05T08:30:00Z")),
                        "checkout-" + scheduled.getEpochSecond() / 60));
    }

    /** A day and half of an hour is open in the time looked at, and each minute of it is scheduled. */
    @Test
    @Timeout(60)
    void aScheduleOfEachMinuteThatHardlyEverFitsIsLookedThroughAtOnce() {
        var closed = List.of(
                new ClosedDays(LocalDate.parse("2026-12-01"), LocalDate.parse("2027-12-30")),
                new ClosedDays(LocalDate.parse("2028-01-01"), LocalDate.parse("2030-01-01")));
        var open = List.of(new OpenHours(Set.of(), 10 * 60, 10 * 60 + 30));

        for (var outside : Outside.values()) {
            var timetable = timetable("* * * * *", open, closed, outside);
            assertThat(Scheduler.upcoming(timetable, at(CREATED), 5))
                    .extracting(PlannedStart::startsAt)
                    .containsExactly(Instant.parse("2027-12-31T09:00:00Z"));
            assertThat(Scheduler.decide(timetable, at(Instant.parse("2028-01-01T00:00:00Z"))))
                    .isInstanceOf(Decision.Missed.class);
        }
    }

    @Test
    @Timeout(60)
    void aYearWithoutAnOperatorIsCountedAtOnce() {
        var timetable = timetable("* * * * *", List.of(), List.of());
        var now = CREATED.plus(Duration.ofDays(365));

        var decision = Scheduler.decide(timetable, at(now));

        assertThat(decision).isInstanceOfSatisfying(Decision.Missed.class, missed -> {
            // Six are not late yet, and one hour comes twice.
            assertThat(missed.count()).isEqualTo(365 * 24 * 60 - 6 - 60);
            assertThat(missed.cause()).isEqualTo(Decision.Cause.TooLate);
        });
    }

    @Test
    void whatFitsOnlyLaterThanIsLookedNeverFits() {
        var closed = List.of(new ClosedDays(LocalDate.parse("2026-01-01"), LocalDate.parse("2029-01-31")));

        assertThat(Scheduler.decide(timetable("0 10 * * *", MIDWEEK, closed), at(CREATED)))
                .isEqualTo(new Decision.NeverFits());
    }

    private static Timetable timetable(String expression, List<OpenHours> open, List<ClosedDays> closed) {
        return timetable(expression, open, closed, Outside.Postpone);
    }

    private static Timetable timetable(
            String expression, List<OpenHours> open, List<ClosedDays> closed, Outside outside) {
        var cron = (Cron.Reading.Understood) Cron.read(expression, Optional.of(Duration.ofMinutes(1)));
        var rules = new Rules(Duration.ofMinutes(5), Duration.ofMinutes(30), Overlap.Forbid, outside);
        return new Timetable("checkout", cron.cron(), new Calendar(BERLIN, open, closed), rules);
    }

    private static Situation at(Instant now) {
        return new Situation(now, new Past(CREATED, Optional.empty(), Optional.empty()), List.of(), false);
    }
}
