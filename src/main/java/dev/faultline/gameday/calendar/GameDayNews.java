package dev.faultline.gameday.calendar;

import dev.faultline.api.gameday.GameDayStatus;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.EventReason;
import dev.faultline.api.status.News;
import dev.faultline.gameday.schedule.Decision;
import dev.faultline.gameday.schedule.PlannedStart;
import dev.faultline.gameday.schedule.Timetable;
import dev.faultline.policy.call.Span;
import dev.faultline.policy.text.Sentences;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people are told of a game day once. */
public final class GameDayNews {
    private GameDayNews() {}

    public static News made(PlannedStart start, String run, ZoneId zone) {
        var scheduled = "GameDayRun %s was made for %s".formatted(run, GameDayReport.shown(start.scheduledFor(), zone));
        var postponed = start.startsAt().equals(start.scheduledFor())
                ? ""
                : ", postponed to %s, when it fits".formatted(GameDayReport.shown(start.startsAt(), zone));
        return new News(false, EventReason.RunCreated, "Create", scheduled + postponed);
    }

    public static News replaced(List<String> runs, PlannedStart start, ZoneId zone) {
        return new News(
                false,
                EventReason.RunReplaced,
                "Abort",
                "ended for the run due at %s (concurrencyPolicy: Replace): GameDayRun %s"
                        .formatted(GameDayReport.shown(start.startsAt(), zone), Sentences.listed(runs.stream())));
    }

    public static News missed(Decision.Missed missed, Timetable timetable) {
        var last = GameDayReport.shown(
                missed.last().startsAt(), timetable.calendar().zone());
        var starts = missed.count() == 1
                ? "no run was made at " + last
                : "no run was made at %d starts, the last of them at %s".formatted(missed.count(), last);
        return missed(starts + ": " + why(missed.cause(), timetable));
    }

    private static String why(Decision.Cause cause, Timetable timetable) {
        return switch (cause) {
            case TooLate ->
                "no operator was there, or another run was under way, until startingDeadline %s had passed"
                        .formatted(Span.words(timetable.rules().startingDeadline()));
            case Overtaken -> "the next start was due before one could be made";
            case NoRoom -> "begun late, it would not have fitted the windows";
            case TooMany ->
                "more than 100 are due at once, so none is made up for; look at the operator's clock, or lower "
                        + "startingDeadline";
        };
    }

    /** @param problem why none could be made, with the next step */
    public static News missed(String problem) {
        return new News(true, EventReason.RunMissed, "Skip", problem);
    }

    /** Told when it is new, and when it becomes another. */
    public static List<News> refusal(@Nullable GameDayStatus before, GameDayStatus after) {
        var now = refusal(after);
        return now.isEmpty() || now.equals(Optional.ofNullable(before).flatMap(GameDayNews::refusal))
                ? List.of()
                : List.of(new News(true, EventReason.GameDayInvalid, "Refuse", now.get()));
    }

    private static Optional<String> refusal(GameDayStatus status) {
        return Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
                .filter(condition -> ConditionType.Accepted.name().equals(condition.getType()))
                .filter(condition -> ConditionReason.Invalid.name().equals(condition.getReason()))
                .map(Condition::getMessage)
                .findFirst();
    }
}
