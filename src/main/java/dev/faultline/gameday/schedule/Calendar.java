package dev.faultline.gameday.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * When runs may be under way.
 *
 * @param open none means always
 */
public record Calendar(ZoneId zone, List<OpenHours> open, List<ClosedDays> closed) {
    /**
     * Hours of days of the week.
     *
     * @param days none means all
     * @param fromMinute of the day, 0 to 1439
     * @param toMinute of the day, later than {@code fromMinute}, up to 1440; not open any more
     */
    public record OpenHours(Set<DayOfWeek> days, int fromMinute, int toMinute) {
        boolean isOn(LocalDate date) {
            return days.isEmpty() || days.contains(date.getDayOfWeek());
        }
    }

    /** Days without runs, the first and the last among them. */
    public record ClosedDays(LocalDate from, LocalDate to) {
        boolean has(LocalDate date) {
            return !date.isBefore(from) && !date.isAfter(to);
        }
    }

    /** Whether a run that lasts so long can begin at a moment. */
    public boolean hasRoom(Instant moment, Duration length) {
        return new OpenTimes(this, length, moment).hasRoomAt(moment);
    }

    /** Whether the day of a moment is one without runs. */
    public boolean isClosed(Instant moment) {
        return closed.stream().anyMatch(days -> days.has(moment.atZone(zone).toLocalDate()));
    }

    /** Whether nothing is ever closed. */
    boolean isAlwaysOpen() {
        return open.isEmpty() && closed.isEmpty();
    }

    /** What is open on a day, in no order. */
    List<OpenHours> on(LocalDate date) {
        if (closed.stream().anyMatch(days -> days.has(date))) {
            return List.of();
        }
        return open.isEmpty()
                ? List.of(new OpenHours(Set.of(), 0, 24 * 60))
                : open.stream().filter(hours -> hours.isOn(date)).toList();
    }
}
