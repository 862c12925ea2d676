package dev.faultline.gameday.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a game day at a moment.
 *
 * @param runs all that are kept, also those that people have made
 */
public record Situation(Instant now, Past past, List<Run> runs, boolean suspended) {
    /** Clocks of two machines differ by less: a moment that lies further ahead comes from a clock that was wrong. */
    private static final Duration AHEAD = Duration.ofHours(1);

    /**
     * What has been dealt with.
     *
     * @param lastScheduled the minute for which the last run was made
     * @param countedFrom earlier starts are not asked about any more: they were missed, or another spec was in force
     */
    public record Past(Instant created, Optional<Instant> lastScheduled, Optional<Instant> countedFrom) {}

    /** A run of the game day. */
    public record Run(String name, State state) {}

    /** How a run stands. */
    public enum State {
        /** Made by the schedule, and under way. */
        Scheduled,
        /** Made by a person, and under way. */
        ByHand,
        Complete
    }

    /** For minutes up to this one nothing is to be made any more. */
    Instant made() {
        return latest(Stream.of(Optional.of(past.created()), past.lastScheduled()));
    }

    /** Starts up to this moment have been dealt with. */
    Instant dealtWith(Duration startingDeadline) {
        // After a clock that was wrong, only what may still start is looked at; its run would have the name it had
        // then.
        var oldest = now.minus(marks().anyMatch(this::isWrong) ? startingDeadline : Scheduler.HORIZON);
        return latest(Stream.concat(Stream.of(Optional.of(oldest)), marks().map(Optional::of)));
    }

    private Stream<Instant> marks() {
        return Stream.of(Optional.of(past.created()), past.lastScheduled(), past.countedFrom())
                .flatMap(Optional::stream);
    }

    private boolean isWrong(Instant mark) {
        return mark.isAfter(now.plus(AHEAD));
    }

    private Instant latest(Stream<Optional<Instant>> marks) {
        return marks.flatMap(Optional::stream)
                .filter(mark -> !isWrong(mark))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}
