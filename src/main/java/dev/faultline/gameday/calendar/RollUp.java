package dev.faultline.gameday.calendar;

import dev.faultline.api.gameday.LastRun;
import dev.faultline.api.gameday.RunCounts;
import dev.faultline.api.gameday.run.GameDayRunStatus;
import dev.faultline.api.gameday.run.Measured;
import dev.faultline.api.gameday.run.Measured.Detection;
import dev.faultline.api.gameday.run.Measured.Recovery;
import dev.faultline.api.gameday.run.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the runs that are over come to, taken together. A number is null where no run tells it. */
record RollUp(List<KeptRun> over) {
    static RollUp of(List<KeptRun> runs) {
        return new RollUp(runs.stream()
                .filter(run -> run.isComplete() && run.outcome().isPresent())
                .sorted(KeptRun.NEWEST_FIRST)
                .toList());
    }

    @Nullable
    LastRun last() {
        return over.stream()
                .findFirst()
                .map(run -> last(run.name(), run.status().orElseThrow()))
                .orElse(null);
    }

    private static LastRun last(String name, GameDayRunStatus status) {
        return new LastRun(
                name,
                Optional.ofNullable(status.outcome()).orElseThrow(),
                status.reason(),
                status.score(),
                status.completionTime());
    }

    @Nullable
    RunCounts counts() {
        return over.isEmpty()
                ? null
                : new RunCounts(
                        ended(Outcome.Passed),
                        ended(Outcome.Failed),
                        ended(Outcome.Aborted),
                        ended(Outcome.Skipped),
                        ended(Outcome.Inconclusive),
                        ended(Outcome.RevertFailed));
    }

    private @Nullable Integer ended(Outcome outcome) {
        var count = (int) over.stream()
                .filter(run -> run.outcome().filter(outcome::equals).isPresent())
                .count();
        return count == 0 ? null : count;
    }

    @Nullable
    Long meanTimeToDetect() {
        return mean(Measured::timeToDetectSeconds);
    }

    @Nullable
    Long meanTimeToRecover() {
        return mean(Measured::timeToRecoverSeconds);
    }

    /** Nothing that was not seen counts as 0. */
    private @Nullable Long mean(Function<Measured, @Nullable Long> seconds) {
        var seen = measured().stream()
                .flatMap(each -> Optional.ofNullable(seconds.apply(each)).stream())
                .mapToLong(Long::longValue)
                .average();
        return seen.isPresent() ? Math.round(seen.getAsDouble()) : null;
    }

    @Nullable
    Integer undetected() {
        return count(
                each -> each.detection() == Detection.Detected || each.detection() == Detection.Undetected,
                each -> each.detection() == Detection.Undetected);
    }

    @Nullable
    Integer unrecovered() {
        return count(
                each -> each.recovery() == Recovery.Recovered || each.recovery() == Recovery.Unrecovered,
                each -> each.recovery() == Recovery.Unrecovered);
    }

    private @Nullable Integer count(Predicate<Measured> asked, Predicate<Measured> wanted) {
        return measured().stream().noneMatch(asked)
                ? null
                : (int) measured().stream().filter(wanted).count();
    }

    private List<Measured> measured() {
        return over.stream()
                .flatMap(run -> run.status().map(GameDayRunStatus::measured).stream())
                .toList();
    }
}
