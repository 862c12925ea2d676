package dev.faultline.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.GameDayRunStatus;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.status.ConditionType;
import dev.faultline.gameday.schedule.Situation;
import dev.faultline.gameday.schedule.Situation.State;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * A run as far as its game day is concerned.
 *
 * @param scheduled whether the schedule of this very game day has made it
 */
public record KeptRun(GameDayRun run, boolean scheduled) {
    /** Whoever is over last comes first. */
    public static final Comparator<KeptRun> NEWEST_FIRST =
            Comparator.comparing(KeptRun::end).thenComparing(KeptRun::name).reversed();

    public static KeptRun of(GameDayRun run, GameDay day) {
        return new KeptRun(
                run,
                run.getMetadata().getOwnerReferences().stream()
                        .anyMatch(
                                owner -> owner.getUid().equals(day.getMetadata().getUid())));
    }

    public String name() {
        return run.getMetadata().getName();
    }

    /** Over for good, whatever else its status says. */
    public boolean isComplete() {
        return status().map(GameDayRunStatus::conditions)
                .filter(conditions -> conditions.stream()
                        .anyMatch(condition -> ConditionType.Complete.name().equals(condition.getType())
                                && "True".equals(condition.getStatus())))
                .isPresent();
    }

    /** Whether it has been told to end. */
    public boolean isEnding() {
        return Boolean.TRUE.equals(run.getSpec().abort()) || isLeaving();
    }

    boolean isLeaving() {
        return run.isMarkedForDeletion();
    }

    Optional<Outcome> outcome() {
        return status().map(GameDayRunStatus::outcome);
    }

    Optional<GameDayRunStatus> status() {
        return Optional.ofNullable(run.getStatus());
    }

    private String end() {
        return status().map(GameDayRunStatus::completionTime)
                .orElse(Objects.requireNonNullElse(run.getMetadata().getCreationTimestamp(), ""));
    }

    public Situation.Run asSeen() {
        return new Situation.Run(name(), isComplete() ? State.Complete : scheduled ? State.Scheduled : State.ByHand);
    }
}
