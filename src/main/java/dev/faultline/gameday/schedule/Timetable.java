package dev.faultline.gameday.schedule;

import java.time.Duration;

/**
 * When a game day is to run.
 *
 * @param gameDay its name, with which those of its runs begin
 */
public record Timetable(String gameDay, Cron cron, Calendar calendar, Rules rules) {
    /**
     * What is done about starts that are late or in the way of each other.
     *
     * @param startingDeadline how late a run may start, 1 s to 24 h
     * @param runLength for which a run may be under way, 1 s to 24 h
     */
    public record Rules(Duration startingDeadline, Duration runLength, Overlap overlap, Outside outside) {}

    /** What becomes of a start while a run is under way. */
    public enum Overlap {
        /** It waits as long as it may be late. */
        Forbid,
        /** The run that is under way is ended first. */
        Replace
    }

    /** What becomes of a start at which a run would not fit. */
    public enum Outside {
        /** It waits for the next moment at which it fits. */
        Postpone,
        Skip
    }
}
