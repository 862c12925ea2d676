package dev.faultline.gameday.cause;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.GameDayRunStatus;
import dev.faultline.api.gameday.run.LedgerRow;
import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.api.gameday.run.StepStatus;
import dev.faultline.gameday.signal.Signal;
import dev.faultline.gameday.signal.Watchlist;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An incident is a run's if it began while a fault of that run was in effect, and the run has something to do with the probe:
 * the fault is one of a workload that the probe is for, or the run listens to the probe.
 */
public final class RunCause {
    private RunCause() {}

    /**
     * Whose incident it is.
     *
     * @param probe its name
     * @param workloads that it is for, such as {@code Deployment/web}
     */
    public record Sufferer(String probe, Set<String> workloads) {}

    /**
     * @param runs of the probe's namespace, those that are over too: a probe may tell late
     * @param began the first bad answer
     * @return kind and name of the run whose fault came last
     */
    public static Optional<String> of(Sufferer sufferer, Stream<GameDayRun> runs, Instant began) {
        record Blamed(String name, Instant since) {}
        return runs.flatMap(run ->
                        since(sufferer, run, began)
                                .map(since -> new Blamed(run.getMetadata().getName(), since))
                                .stream())
                .max((one, other) -> one.since().compareTo(other.since()))
                .map(blamed -> "GameDayRun/" + blamed.name());
    }

    /** When the fault began that it is put down to. */
    private static Optional<Instant> since(Sufferer sufferer, GameDayRun run, Instant began) {
        var status = run.getStatus();
        if (status == null) {
            return Optional.empty();
        }
        return orEmpty(status.steps()).stream()
                .filter(step -> isInEffect(step, status, began))
                .filter(step -> isListenedTo(sufferer, status) || isHit(sufferer, status, step))
                .flatMap(step -> time(step.startTime()).stream())
                .max(Instant::compareTo);
    }

    /** From when it was sent for until its workloads were whole again, or the run was over. */
    private static boolean isInEffect(StepStatus step, GameDayRunStatus status, Instant moment) {
        var end = time(step.endTime()).or(() -> time(status.completionTime()));
        return time(step.startTime()).filter(start -> !start.isAfter(moment)).isPresent()
                && end.filter(over -> over.isBefore(moment)).isEmpty();
    }

    private static boolean isListenedTo(Sufferer sufferer, GameDayRunStatus status) {
        return status.rehearsal() != null
                && Watchlist.of(status.rehearsal()).signals().containsValue(new Signal.Probe(sufferer.probe()));
    }

    private static boolean isHit(Sufferer sufferer, GameDayRunStatus status, StepStatus step) {
        return orEmpty(status.ledger()).stream()
                .filter(row -> row.step().equals(step.atStep()) && isDone(row.state()))
                .map(LedgerRow::workload)
                .anyMatch(workload -> workload != null && sufferer.workloads().contains(workload));
    }

    private static boolean isDone(RowState state) {
        return switch (state) {
            case Intended, Applied, Unknown, Reverted, Superseded, RevertFailed -> true;
            case Planned, Held, Missed, Refused, NotRun -> false;
        };
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
