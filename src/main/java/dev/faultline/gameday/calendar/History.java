package dev.faultline.gameday.calendar;

import dev.faultline.api.gameday.HistoryLimits;
import dev.faultline.api.gameday.run.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which runs are too many. */
public final class History {
    private History() {}

    /** What may go of what the schedule has made: never a run that is not over, or that is not put back. */
    public static List<KeptRun> surplus(List<KeptRun> runs, @Nullable HistoryLimits limits) {
        var over = runs.stream()
                .filter(run ->
                        run.scheduled() && run.isComplete() && !run.isLeaving() && !ended(run, Outcome.RevertFailed))
                .sorted(KeptRun.NEWEST_FIRST)
                .toList();
        return Stream.concat(
                        over.stream()
                                .filter(run -> ended(run, Outcome.Passed))
                                .skip(limit(limits, HistoryLimits::passed)),
                        over.stream()
                                .filter(run -> !ended(run, Outcome.Passed))
                                .skip(limit(limits, HistoryLimits::other)))
                .toList();
    }

    private static boolean ended(KeptRun run, Outcome outcome) {
        return run.outcome().filter(outcome::equals).isPresent();
    }

    private static int limit(@Nullable HistoryLimits limits, Function<HistoryLimits, @Nullable Integer> field) {
        return Objects.requireNonNullElse(
                Optional.ofNullable(limits).map(field).orElse(null), HistoryLimits.DEFAULT_KEPT);
    }
}
