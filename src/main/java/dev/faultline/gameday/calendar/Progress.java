package dev.faultline.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.GameDayStatus;
import dev.faultline.gameday.schedule.PlannedStart;
import dev.faultline.gameday.schedule.Situation.Past;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has been dealt with, as the status keeps it.
 *
 * @param lastScheduled the minute for which the newest run was made
 * @param countedFrom starts up to this moment are not asked about any more
 * @param missed since the game day was created
 */
public record Progress(Optional<Instant> lastScheduled, Optional<Instant> countedFrom, long missed) {
    /** What was missed under another spec was never promised: only what may still start is looked at then. */
    public static Progress of(GameDay day, Duration startingDeadline, Instant now) {
        var status = Optional.ofNullable(day.getStatus());
        var progress = new Progress(
                status.map(GameDayStatus::lastScheduleTime).flatMap(Progress::time),
                status.map(GameDayStatus::countedFromTime).flatMap(Progress::time),
                status.map(GameDayStatus::missedRuns).orElse(0L));
        var isOther = status.isPresent()
                && !day.getMetadata().getGeneration().equals(status.get().observedGeneration());
        return isOther ? progress.since(now.minus(startingDeadline)) : progress;
    }

    /** As it is kept where there is no schedule. */
    public static Progress kept(GameDay day) {
        return of(day, Duration.ZERO, Instant.EPOCH);
    }

    private Progress since(Instant moment) {
        return new Progress(
                lastScheduled,
                Stream.concat(countedFrom.stream(), Stream.of(moment)).max(Instant::compareTo),
                missed);
    }

    /** A run was made. */
    public Progress made(PlannedStart start) {
        return new Progress(Optional.of(start.scheduledFor()), countedFrom, missed);
    }

    /** @param last of those that have passed without a run */
    public Progress missed(int count, PlannedStart last) {
        return new Progress(lastScheduled, Optional.of(last.startsAt()), missed + count);
    }

    public Past past(GameDay day) {
        return new Past(
                time(day.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH), lastScheduled, countedFrom);
    }

    /** What does not say a time counts as absent. */
    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
