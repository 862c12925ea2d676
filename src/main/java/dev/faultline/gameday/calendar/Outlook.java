package dev.faultline.gameday.calendar;

import dev.faultline.gameday.schedule.Decision;
import dev.faultline.gameday.schedule.PlannedStart;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What comes next for a game day.
 *
 * @param decision what the schedule asks for now; empty where there is none
 */
public record Outlook(ZoneId zone, Progress progress, Optional<Decision> decision, List<PlannedStart> upcoming) {}
