package dev.faultline.gameday.schedule;

import dev.faultline.gameday.schedule.CronField.Kind;
import dev.faultline.policy.call.Span;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Five fields of cron, with the meaning that they have in a CronJob; they match what a clock on the wall shows.
 *
 * <p>Source: robfig/cron v3 ParseStandard, which CronJobs are read with. cron-utils 9.2.1 was tried: it refuses {@code
 * ?}, takes 7 for a Sunday, starts twice in a repeated hour and never in a skipped one.
 */
public record Cron(CronField minutes, CronField hours, Days days) {
    private static final int FIELDS = 5;
    private static final int MINUTES_OF_DAY = 24 * 60;

    /** Which days are meant. */
    record Days(CronField ofMonth, CronField months, CronField ofWeek) {
        boolean have(LocalDate date) {
            var month = ofMonth.has(date.getDayOfMonth());
            var week = ofWeek.has(date.getDayOfWeek().getValue() % 7);
            var either = !ofMonth.star() && !ofWeek.star();
            return months.has(date.getMonthValue()) && (either ? month || week : month && week);
        }
    }

    /** What reading gives. */
    public sealed interface Reading {
        record Understood(Cron cron) implements Reading {}

        /** @param message names the field, what is wrong and the next step */
        record Refused(String message) implements Reading {}
    }

    /** @param minInterval least time between two starts; empty where the installation names none */
    public static Reading read(String text, Optional<Duration> minInterval) {
        var fields = text.strip().split("\\s+");
        if (text.strip().startsWith("@") || text.contains("TZ=") || fields.length != FIELDS) {
            return new Reading.Refused(
                    "spec.schedule is \"%s\"; write five fields: minute, hour, day of month, month,".formatted(text)
                            + " day of week, and the zone in spec.timeZone");
        }
        try {
            var cron = of(fields);
            return cron.tooOften(fields[0], minInterval)
                    .<Reading>map(Reading.Refused::new)
                    .orElseGet(() -> new Reading.Understood(cron));
        } catch (CronField.Malformed e) {
            return new Reading.Refused("spec.schedule: " + e.words());
        }
    }

    private static Cron of(String[] fields) {
        return new Cron(
                CronField.parse(Kind.Minute, fields[0]),
                CronField.parse(Kind.Hour, fields[1]),
                new Days(
                        CronField.parse(Kind.DayOfMonth, fields[2]),
                        CronField.parse(Kind.Month, fields[3]),
                        CronField.parse(Kind.DayOfWeek, fields[4])));
    }

    private Optional<String> tooOften(String minute, Optional<Duration> minInterval) {
        if (minInterval.isEmpty()) {
            return minute.matches("[0-9,]+")
                    ? Optional.empty()
                    : Optional.of("spec.schedule has the minute field %s; write minutes as numbers, such as 0 or 0,30,"
                                    .formatted(minute)
                            + " or set gameDays.minInterval of the installation");
        }
        var shortest = shortest();
        return minInterval
                .filter(least -> shortest.compareTo(least) < 0)
                .map(least -> "spec.schedule starts runs %s apart; leave at least %s (gameDays.minInterval)"
                        .formatted(Span.words(shortest), Span.words(least)));
    }

    /** The shortest time between two starts, taken that each day is meant. */
    private Duration shortest() {
        var first = -1;
        var last = -1;
        var shortest = MINUTES_OF_DAY;
        for (var minute = 0; minute < MINUTES_OF_DAY; minute++) {
            if (hours.has(minute / 60) && minutes.has(minute % 60)) {
                shortest = last < 0 ? shortest : Math.min(shortest, minute - last);
                first = first < 0 ? minute : first;
                last = minute;
            }
        }
        return Duration.ofMinutes(Math.min(shortest, first + MINUTES_OF_DAY - last));
    }

    /** The first minute that is meant, not before the given one; no day after the last is looked at. */
    Optional<LocalDateTime> from(LocalDateTime earliest, LocalDate last) {
        var today = earliest.toLocalDate();
        if (days.have(today)) {
            var found = minuteFrom(earliest.getHour(), earliest.getMinute());
            if (found >= 0) {
                return Optional.of(today.atStartOfDay().plusMinutes(found));
            }
        }
        for (var date = today.plusDays(1); !date.isAfter(last); date = date.plusDays(1)) {
            if (days.have(date)) {
                return Optional.of(date.atStartOfDay().plusMinutes(minuteFrom(0, 0)));
            }
        }
        return Optional.empty();
    }

    /** The first minute of a day that is meant; -1 when there is none left. */
    private int minuteFrom(int hour, int minute) {
        var sameHour = hours.has(hour) ? minutes.from(minute) : -1;
        if (sameHour >= 0) {
            return 60 * hour + sameHour;
        }
        var later = hours.from(hour + 1);
        return later < 0 ? -1 : 60 * later + minutes.from(0);
    }
}
