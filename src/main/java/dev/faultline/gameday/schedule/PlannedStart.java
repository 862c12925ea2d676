package dev.faultline.gameday.schedule;

import java.time.Instant;

/**
 * One start of a game day.
 *
 * @param scheduledFor the minute that the schedule names; of several that are postponed to one moment, the last
 * @param startsAt the same, or the moment to which it is postponed
 */
public record PlannedStart(Instant scheduledFor, Instant startsAt) {
    private static final int SECONDS_OF_MINUTE = 60;

    /** The name of its run: whoever makes it first has made it for all. */
    public String runName(String gameDay) {
        return gameDay + "-" + scheduledFor.getEpochSecond() / SECONDS_OF_MINUTE;
    }
}
