package dev.faultline.gameday.calendar;

import dev.faultline.api.gameday.ConcurrencyPolicy;
import dev.faultline.api.gameday.Exclusion;
import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.GameDaySpec;
import dev.faultline.api.gameday.OutsideWindow;
import dev.faultline.api.gameday.Window;
import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.gameday.schedule.Calendar;
import dev.faultline.gameday.schedule.Calendar.ClosedDays;
import dev.faultline.gameday.schedule.Calendar.OpenHours;
import dev.faultline.gameday.schedule.Cron;
import dev.faultline.gameday.schedule.Timetable;
import dev.faultline.gameday.schedule.Timetable.Outside;
import dev.faultline.gameday.schedule.Timetable.Overlap;
import dev.faultline.gameday.schedule.Timetable.Rules;
import dev.faultline.policy.call.Span;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads when a game day is to run.
 *
 * @param minInterval least time between two starts; empty where the installation names none
 */
public record TimetableReader(Optional<Duration> minInterval) {
    private static final int MINUTES_OF_HOUR = 60;

    /** What reading gives. */
    public sealed interface Reading {
        record Scheduled(Timetable timetable) implements Reading {}

        /** There is no schedule. */
        record ByHand(Calendar calendar) implements Reading {}

        /** @param message names the field, what is wrong and the next step */
        record Refused(String message) implements Reading {}
    }

    public Reading read(GameDay day) {
        var spec = day.getSpec();
        if (spec.unreadable() != null) {
            return new Reading.Refused(spec.unreadable());
        }
        try {
            return read(day.getMetadata().getName(), spec);
        } catch (DateTimeException e) {
            return new Reading.Refused(
                    "spec.exclusions has a day that no calendar has; write dates such as 2026-12-18");
        }
    }

    /** When runs of it may be under way, by schedule or by hand; empty where that cannot be read. */
    public Optional<Calendar> calendar(GameDay day) {
        return switch (read(day)) {
            case Reading.Scheduled(var timetable) -> Optional.of(timetable.calendar());
            case Reading.ByHand(var calendar) -> Optional.of(calendar);
            case Reading.Refused _ -> Optional.empty();
        };
    }

    private Reading read(String name, GameDaySpec spec) {
        var zone = Objects.requireNonNullElse(spec.timeZone(), GameDaySpec.DEFAULT_TIME_ZONE);
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            return new Reading.Refused(
                    "spec.timeZone is %s; use the name of a time zone, such as Europe/Berlin or Etc/UTC"
                            .formatted(zone));
        }
        var calendar = new Calendar(ZoneId.of(zone), open(spec.windows()), closed(spec.exclusions()));
        if (spec.schedule() == null) {
            return new Reading.ByHand(calendar);
        }
        return switch (Cron.read(spec.schedule(), minInterval)) {
            case Cron.Reading.Refused(var message) -> new Reading.Refused(message);
            case Cron.Reading.Understood(var cron) ->
                new Reading.Scheduled(new Timetable(name, cron, calendar, rules(spec)));
        };
    }

    private static Rules rules(GameDaySpec spec) {
        return new Rules(
                Span.parse(Objects.requireNonNullElse(spec.startingDeadline(), GameDaySpec.DEFAULT_STARTING_DEADLINE)),
                Span.parse(Objects.requireNonNullElse(
                        spec.runTemplate().spec().activeDeadline(), RehearsalSpec.DEFAULT_ACTIVE_DEADLINE)),
                switch (Objects.requireNonNullElse(spec.concurrencyPolicy(), ConcurrencyPolicy.DEFAULT)) {
                    case Forbid -> Overlap.Forbid;
                    case Replace -> Overlap.Replace;
                },
                switch (Objects.requireNonNullElse(spec.outsideWindow(), OutsideWindow.DEFAULT)) {
                    case Postpone -> Outside.Postpone;
                    case Skip -> Outside.Skip;
                });
    }

    private static List<OpenHours> open(@Nullable List<Window> windows) {
        return windows == null
                ? List.of()
                : windows.stream().map(TimetableReader::open).toList();
    }

    private static OpenHours open(Window window) {
        var days = Objects.requireNonNullElse(window.days(), List.<Window.Day>of()).stream()
                .map(day -> DayOfWeek.of(day.ordinal() + 1))
                .collect(Collectors.toUnmodifiableSet());
        return new OpenHours(days, minute(window.from()), minute(window.to()));
    }

    /** @param text has passed the schema, such as 09:30 or 24:00 */
    private static int minute(String text) {
        var colon = text.indexOf(':');
        return MINUTES_OF_HOUR * Integer.parseInt(text.substring(0, colon))
                + Integer.parseInt(text.substring(colon + 1));
    }

    private static List<ClosedDays> closed(@Nullable List<Exclusion> exclusions) {
        return exclusions == null
                ? List.of()
                : exclusions.stream()
                        .map(days -> new ClosedDays(LocalDate.parse(days.from()), LocalDate.parse(days.to())))
                        .toList();
    }
}
