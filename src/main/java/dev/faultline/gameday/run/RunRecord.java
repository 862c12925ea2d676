package dev.faultline.gameday.run;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.api.gameday.run.GameDayRunStatus;
import dev.faultline.api.gameday.run.LedgerRow;
import dev.faultline.api.gameday.run.Phase;
import dev.faultline.api.gameday.run.PlanRow;
import dev.faultline.api.gameday.run.StepStatus;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.gameday.ledger.Ledger;
import dev.faultline.gameday.plan.Plan;
import dev.faultline.policy.target.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A run as its status tells of it, read back. {@link RunReport} is the other way. */
public final class RunRecord {
    private RunRecord() {}

    /** @param status null for a run that nobody has looked at yet */
    public static Run read(@Nullable GameDayRunStatus status) {
        if (status == null || status.phase() == null) {
            return Run.NEW;
        }
        return new Run(
                status.phase(),
                ending(status),
                requireNonNullElse(status.epoch(), 0L),
                moments(status),
                orEmpty(status.plan()).stream().map(RunRecord::line).toList(),
                orEmpty(status.steps()).stream().map(RunRecord::step).toList(),
                new Ledger(
                        orEmpty(status.ledger()).stream().map(RunRecord::entry).toList()),
                tries(status));
    }

    private static Optional<Ending> ending(GameDayRunStatus status) {
        return status.outcome() == null || status.reason() == null
                ? Optional.empty()
                : Optional.of(new Ending(status.outcome(), status.reason(), requireNonNullElse(status.message(), "")));
    }

    private static Run.Moments moments(GameDayRunStatus status) {
        return new Run.Moments(
                time(status.startTime()),
                time(status.deadlineTime()),
                time(status.baselineTime()),
                time(status.runningTime()),
                time(status.overTime()),
                time(status.completionTime()));
    }

    private static Run.Tries tries(GameDayRunStatus status) {
        return status.phase() == Phase.Complete || status.revertAttempts() == null
                ? Run.Tries.NONE
                : new Run.Tries(status.revertAttempts(), time(status.revertTriedTime()));
    }

    private static Plan.Line line(PlanRow row) {
        return new Plan.Line(row.effect(), row.step(), requireNonNullElse(row.pods(), 0));
    }

    private static StepState step(StepStatus row) {
        return new StepState(
                row.atStep(),
                row.phase(),
                time(row.startTime()),
                time(row.effectiveTime()),
                time(row.holdUntilTime()),
                time(row.revertedTime()),
                time(row.endTime()),
                requireNonNullElse(row.message(), ""));
    }

    private static Entry entry(LedgerRow row) {
        return new Entry(
                row.entry(),
                row.step(),
                new Entry.Target(
                        row.target().kind(),
                        row.target().name(),
                        requireNonNullElse(row.target().uid(), "")),
                Workload.Key.of(Objects.requireNonNull(row.workload())),
                new Entry.Deed(row.verb(), number(row.original()), number(row.wanted())),
                row.state(),
                new Entry.Times(
                        time(row.expiresTime()),
                        time(row.injectedTime()),
                        time(row.seenTime()),
                        time(row.revertedTime())),
                requireNonNullElse(row.message(), ""));
    }

    private static OptionalInt number(@Nullable String text) {
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    static Optional<Instant> time(@Nullable String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return requireNonNullElse(list, List.of());
    }
}
