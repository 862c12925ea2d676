package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.policy.call.Span;
import java.time.Instant;
import java.util.Optional;

/** What ends a run before its time, the weightiest first. */
final class Stops {
    private Stops() {}

    static Optional<Ending> of(Run run, Facts facts, Instant now) {
        return will(facts)
                .or(() -> safety(facts))
                .or(() -> interruption(run, facts))
                .or(() -> deadline(run, facts, now))
                .or(() -> condition(facts));
    }

    private static Optional<Ending> will(Facts facts) {
        return switch (facts.will()) {
            case Facts.Will.GoOn _ -> Optional.empty();
            case Facts.Will.Abort _ -> aborted(OutcomeReason.AbortRequested, "spec.abort is true");
            case Facts.Will.Delete _ -> aborted(OutcomeReason.Deleted, "the run is being deleted");
        };
    }

    private static Optional<Ending> safety(Facts facts) {
        return switch (facts.safety()) {
            case Facts.Safety.Safe _, Facts.Safety.NotLeading _ -> Optional.empty();
            case Facts.Safety.Stop(var reason, var message) -> aborted(reason, message);
        };
    }

    private static Optional<Ending> interruption(Run run, Facts facts) {
        return run.hasRun() && !facts.sight().watched()
                ? Optional.of(new Ending(
                        Outcome.Inconclusive,
                        OutcomeReason.Interrupted,
                        "nobody watched the run for a while, so nobody knows what happened meanwhile"))
                : Optional.empty();
    }

    private static Optional<Ending> deadline(Run run, Facts facts, Instant now) {
        return run.moments()
                .deadline()
                .filter(deadline -> !now.isBefore(deadline))
                .flatMap(passed -> aborted(
                        OutcomeReason.DeadlineExceeded,
                        "the run was not over within activeDeadline, "
                                + Span.words(facts.rehearsal().activeDeadline())));
    }

    private static Optional<Ending> condition(Facts facts) {
        return facts.hearing().stop().map(message -> new Ending(Outcome.Failed, OutcomeReason.StopCondition, message));
    }

    private static Optional<Ending> aborted(OutcomeReason reason, String message) {
        return Optional.of(new Ending(Outcome.Aborted, reason, message));
    }
}
