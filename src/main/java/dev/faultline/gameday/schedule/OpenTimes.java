package dev.faultline.gameday.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The moments at which a calendar has room for a whole run. Days are worked out as far as is asked. */
final class OpenTimes {
    private static final int DAYS_AT_ONCE = 32;

    /** More than any offset from UTC, so that no change of a clock is missed around the hours of a day. */
    private static final Duration MARGIN = Duration.ofHours(20);

    private final Calendar calendar;
    private final Duration length;
    private List<Stretch> known = List.of();
    private LocalDate upTo;

    /** @param end not open any more */
    private record Stretch(Instant begin, Instant end) {
        boolean touches(Stretch later) {
            return !later.begin.isAfter(end);
        }

        Stretch with(Stretch later) {
            return new Stretch(begin, later.end.isAfter(end) ? later.end : end);
        }
    }

    /** @param origin nothing earlier will be asked for */
    OpenTimes(Calendar calendar, Duration length, Instant origin) {
        this.calendar = calendar;
        this.length = length;
        this.upTo = origin.atZone(calendar.zone()).toLocalDate().minusDays(2);
    }

    boolean hasRoomAt(Instant moment) {
        return from(moment, moment).isPresent();
    }

    /** The first moment, not before the one given, at which a whole run fits. */
    Optional<Instant> from(Instant earliest, Instant until) {
        if (calendar.isAlwaysOpen()) {
            return Optional.of(earliest).filter(each -> !each.isAfter(until));
        }
        var enough = until.plus(length).atZone(calendar.zone()).toLocalDate().plusDays(2);
        while (true) {
            var found = firstKnown(earliest);
            if (found.isPresent() || upTo.isAfter(enough)) {
                return found.filter(start -> !start.isAfter(until));
            }
            workOut(upTo.plusDays(DAYS_AT_ONCE));
        }
    }

    private Optional<Instant> firstKnown(Instant earliest) {
        // What ends later may go on in a day that has not been worked out.
        var settled = upTo.minusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC);
        for (var stretch : known) {
            var start = stretch.begin.isAfter(earliest) ? stretch.begin : earliest;
            var fits = !start.plus(length).isAfter(stretch.end);
            if (fits && start.isBefore(settled)) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    private void workOut(LocalDate end) {
        var all = new ArrayList<>(known);
        for (var date = upTo; date.isBefore(end); date = date.plusDays(1)) {
            for (var hours : calendar.on(date)) {
                var midnight = date.atStartOfDay();
                all.addAll(shown(midnight.plusMinutes(hours.fromMinute()), midnight.plusMinutes(hours.toMinute())));
            }
        }
        known = joined(all);
        upTo = end;
    }

    /** While a clock on the wall shows the times from one to the other: twice, where it is set back between them. */
    private List<Stretch> shown(LocalDateTime from, LocalDateTime to) {
        var rules = calendar.zone().getRules();
        var stretches = new ArrayList<Stretch>();
        var end = to.toInstant(ZoneOffset.UTC).plus(MARGIN);
        for (var at = from.toInstant(ZoneOffset.UTC).minus(MARGIN); at.isBefore(end); ) {
            var offset = rules.getOffset(at);
            var change = rules.nextTransition(at);
            var next = change == null ? end : earlier(change.getInstant(), end);
            var begin = later(at, from.toInstant(offset));
            var stop = earlier(next, to.toInstant(offset));
            if (begin.isBefore(stop)) {
                stretches.add(new Stretch(begin, stop));
            }
            at = next;
        }
        return stretches;
    }

    private static List<Stretch> joined(List<Stretch> stretches) {
        var joined = new ArrayList<Stretch>();
        stretches.sort(Comparator.comparing(Stretch::begin));
        for (var stretch : stretches) {
            if (!joined.isEmpty() && joined.getLast().touches(stretch)) {
                joined.set(joined.size() - 1, joined.getLast().with(stretch));
            } else {
                joined.add(stretch);
            }
        }
        return joined;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
