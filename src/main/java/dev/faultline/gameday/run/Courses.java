package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.gameday.verdict.Course;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a run did and when, as it is judged. */
public final class Courses {
    private Courses() {}

    /** @param end until when it is judged */
    public static Course of(Run run, Instant end) {
        return new Course(
                run.steps().stream().flatMap(step -> fault(run, step).stream()).toList(), end);
    }

    /** Of a step that was begun. */
    private static Optional<Course.Fault> fault(Run run, StepState step) {
        var entries = run.ledger().of(step.name()).toList();
        return step.started()
                .map(started -> new Course.Fault(
                        step.name(), started, step.effective(), reverted(step, entries), step.ended(), (int)
                                entries.stream()
                                        .filter(entry -> entry.state() == RowState.Held)
                                        .count()));
    }

    private static Optional<Instant> reverted(StepState step, List<Entry> entries) {
        return entries.stream().anyMatch(Entry::isReversible)
                ? step.holdUntil()
                        .filter(until -> step.reverted().filter(until::isAfter).isEmpty())
                        .or(step::reverted)
                : Optional.empty();
    }
}
