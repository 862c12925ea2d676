package dev.faultline.gameday.schedule;

import java.time.Instant;
import java.util.List;

/** What is to be done about the schedule of a game day. */
public sealed interface Decision {
    /** A run is to be made, or has been and that is to be noted. */
    record Start(PlannedStart start, String runName) implements Decision {}

    /**
     * Runs are to be ended, and a start waits for that.
     *
     * @param runs those that are under way
     * @param until when the start is given up, or the next is due
     */
    record Replace(List<String> runs, PlannedStart start, Instant until) implements Decision {}

    /**
     * A start is due, and a run in the way.
     *
     * @param until when the start is given up, or the next is due
     */
    record Blocked(List<String> runs, PlannedStart start, Instant until) implements Decision {}

    /** Nothing is to be done before the next start. */
    record Wait(PlannedStart next) implements Decision {}

    /**
     * Starts have passed without a run; once that is noted, it is decided again.
     *
     * @param count 1 or more
     * @param last they, and all before, are dealt with
     */
    record Missed(int count, PlannedStart last, Cause cause) implements Decision {}

    /** Why starts have passed. */
    enum Cause {
        /** Nobody was there to make a run in time, or another run was in the way all the time. */
        TooLate,
        /** A later start was due by then. */
        Overtaken,
        /** A late run would not fit the calendar any more. */
        NoRoom,
        /** So many are due that something is wrong: none of them is made up for. */
        TooMany
    }

    /** No run fits in as many days as are looked at. */
    record NeverFits() implements Decision {}

    /** No run is started until someone says so. */
    record Suspended() implements Decision {}
}
