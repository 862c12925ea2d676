package dev.faultline.gameday.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The starts of a timetable, in order, with windows, exclusions and what is postponed. */
final class Starts {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LocalStarts scheduled;
    private final OpenTimes room;
    private final Timetable.Outside outside;

    /** @param origin nothing that begins earlier will be asked for */
    Starts(Timetable timetable, Instant origin) {
        this.scheduled = new LocalStarts(timetable.cron(), timetable.calendar().zone());
        this.room = new OpenTimes(timetable.calendar(), timetable.rules().runLength(), origin);
        this.outside = timetable.rules().outside();
    }

    /** Whether a run has room that starts within the minute of the moment. */
    boolean hasRoomAt(Instant moment) {
        return room.hasRoomAt(moment.truncatedTo(ChronoUnit.MINUTES));
    }

    /** The first that begins later. */
    Optional<PlannedStart> next(Instant after, Instant until) {
        return switch (outside) {
            case Skip -> fitting(after, until);
            case Postpone -> fittingOrPostponed(after, until);
        };
    }

    /** In turns, the next start and the next moment with room, until they are the same. */
    private Optional<PlannedStart> fitting(Instant after, Instant until) {
        var earliest = Optional.of(after.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE));
        while (earliest.isPresent()) {
            var start = scheduled.next(earliest.get().minus(MINUTE), until);
            var open = start.flatMap(each -> room.from(each, until));
            if (start.equals(open)) {
                return start.map(each -> new PlannedStart(each, each));
            }
            earliest = open;
        }
        return Optional.empty();
    }

    private Optional<PlannedStart> fittingOrPostponed(Instant after, Instant until) {
        var open = room.from(after.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE), until);
        // Whatever is scheduled before that moment and does not fit before it, waits for it.
        return open.flatMap(this::startingAt)
                .or(() -> open.flatMap(moment -> scheduled.next(moment, until))
                        .flatMap(start -> room.from(start, until))
                        .flatMap(this::startingAt));
    }

    /** @param open a moment with room */
    private Optional<PlannedStart> startingAt(Instant open) {
        return scheduled
                .last(open)
                .filter(start -> room.from(start, open).equals(Optional.of(open)))
                .map(start -> new PlannedStart(start, open));
    }
}
