package dev.faultline.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.GameDayStatus;
import dev.faultline.api.gameday.LastRun;
import dev.faultline.api.status.Conditions;
import dev.faultline.api.status.Conditions.Verdict;
import dev.faultline.gameday.schedule.Decision;
import dev.faultline.gameday.schedule.PlannedStart;
import dev.faultline.policy.text.Sentences;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a game day's status says. */
public final class GameDayReport {
    /** Unlike toString, with seconds where there are none. Source: RFC 3339, section 5.6. */
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");

    private static final int LONGEST_SUMMARY = 1024;

    private GameDayReport() {}

    /** @param now the time that a condition which changes gets as its transition time */
    public static GameDayStatus of(GameDay day, Outlook outlook, List<KeptRun> runs, Instant now) {
        var rollUp = RollUp.of(runs);
        var active = runs.stream()
                .filter(run -> !run.isComplete())
                .map(KeptRun::name)
                .sorted()
                .limit(GameDayStatus.MAX_ACTIVE)
                .toList();
        var progress = outlook.progress();
        return new GameDayStatus(
                day.getMetadata().getGeneration(),
                Sentences.cut(summary(day, outlook, active, rollUp.last()), LONGEST_SUMMARY),
                progress.lastScheduled().map(GameDayReport::time).orElse(null),
                progress.countedFrom().map(GameDayReport::time).orElse(null),
                rollUp.last(),
                unlessEmpty(active),
                unlessEmpty(outlook.upcoming().stream()
                        .map(start -> shown(start.startsAt(), outlook.zone()))
                        .toList()),
                progress.missed() == 0 ? null : progress.missed(),
                rollUp.counts(),
                rollUp.meanTimeToDetect(),
                rollUp.meanTimeToRecover(),
                rollUp.undetected(),
                rollUp.unrecovered(),
                merged(day, GameDayConditions.of(day.getSpec(), outlook), now));
    }

    /** What was seen stays; what is invalid is said, and nothing is due. */
    public static GameDayStatus refused(GameDay day, String message, Instant now) {
        return with(
                Optional.ofNullable(day.getStatus()),
                day.getMetadata().getGeneration(),
                Sentences.cut(message, LONGEST_SUMMARY),
                merged(day, GameDayConditions.refused(message), now),
                null);
    }

    /** The status as it is, with other conditions. */
    public static GameDayStatus withConditions(GameDay day, List<Condition> conditions) {
        var before = Optional.ofNullable(day.getStatus());
        return with(
                before,
                before.map(GameDayStatus::observedGeneration).orElse(null),
                before.map(GameDayStatus::summary).orElse(null),
                conditions,
                before.map(GameDayStatus::upcoming).orElse(null));
    }

    private static GameDayStatus with(
            Optional<GameDayStatus> before,
            @Nullable Long generation,
            @Nullable String summary,
            List<Condition> conditions,
            @Nullable List<String> upcoming) {
        return new GameDayStatus(
                generation,
                summary,
                before.map(GameDayStatus::lastScheduleTime).orElse(null),
                before.map(GameDayStatus::countedFromTime).orElse(null),
                before.map(GameDayStatus::lastRun).orElse(null),
                before.map(GameDayStatus::active).orElse(null),
                upcoming,
                before.map(GameDayStatus::missedRuns).orElse(null),
                before.map(GameDayStatus::runs).orElse(null),
                before.map(GameDayStatus::meanTimeToDetectSeconds).orElse(null),
                before.map(GameDayStatus::meanTimeToRecoverSeconds).orElse(null),
                before.map(GameDayStatus::undetected).orElse(null),
                before.map(GameDayStatus::unrecovered).orElse(null),
                conditions);
    }

    private static String summary(GameDay day, Outlook outlook, List<String> active, @Nullable LastRun last) {
        var name = day.getMetadata().getName();
        var next = outlook.decision()
                .map(decision -> next(decision, outlook))
                .orElse("runs only by hand: create a GameDayRun with gameDayRef.name " + name);
        var underWay = active.isEmpty() ? "" : "; under way: " + active.stream().collect(Collectors.joining(", "));
        var ended = last == null ? "; no run is over yet" : "; last run " + ended(last);
        return next + underWay + ended;
    }

    private static String next(Decision decision, Outlook outlook) {
        return switch (decision) {
            case Decision.Wait(var start) -> "next run at " + shown(start.startsAt(), outlook.zone());
            case Decision.NeverFits() -> "no run fits in the next 400 days";
            case Decision.Suspended() -> "suspended: the schedule starts no run";
            case Decision.Blocked(var runs, var start, var _) -> waiting(start, runs, outlook.zone());
            case Decision.Replace(var runs, var start, var _) -> waiting(start, runs, outlook.zone());
            case Decision.Start(var start, var _) -> "a run is due since " + shown(start.startsAt(), outlook.zone());
            case Decision.Missed(var _, var start, var _) ->
                "a run was due at " + shown(start.startsAt(), outlook.zone());
        };
    }

    private static String waiting(PlannedStart start, List<String> runs, ZoneId zone) {
        return "the run due at %s waits for %s to end"
                .formatted(shown(start.startsAt(), zone), Sentences.listed(runs.stream()));
    }

    private static String ended(LastRun last) {
        return last.name() + " " + last.outcome() + (last.score() == null ? "" : ", score " + last.score());
    }

    /** RFC 3339, as a clock of that zone shows it. */
    public static String shown(Instant moment, ZoneId zone) {
        return RFC_3339.format(moment.atZone(zone));
    }

    private static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** An empty list is not written, so it would come back as absent and look like a change. */
    private static <T> @Nullable List<T> unlessEmpty(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    private static List<Condition> merged(GameDay day, List<Verdict> verdicts, Instant now) {
        var before = Optional.ofNullable(day.getStatus()).map(GameDayStatus::conditions);
        return Conditions.merge(
                before.orElse(List.of()), verdicts, day.getMetadata().getGeneration(), now);
    }
}
