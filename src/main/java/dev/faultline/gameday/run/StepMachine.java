package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.api.gameday.run.StepStatus.StepPhase;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.gameday.plan.Fault;
import dev.faultline.gameday.plan.PlannedStep;
import dev.faultline.policy.call.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What comes next in the steps of a run: the first that has something to do has its turn. */
final class StepMachine {
    /** How long the effect of a fault may take to be seen. */
    static final Duration EVIDENCE = Duration.ofSeconds(30);

    /** How long what is in place is left there beyond its time before anybody may put it back. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private final Run run;
    private final Facts facts;
    private final Instant now;
    private Duration wake = RunMachine.TICK;

    private StepMachine(Run run, Facts facts, Instant now) {
        this.run = run;
        this.facts = facts;
        this.now = now;
    }

    static Turn next(Run run, Facts facts, Instant now) {
        return new StepMachine(run, facts, now).next();
    }

    private Turn next() {
        for (var step : facts.rehearsal().steps()) {
            var turn = next(step, run.step(step.name()));
            if (turn.isPresent()) {
                return turn.get();
            }
        }
        return run.steps().stream().allMatch(StepState::isDone)
                ? Transition.StepsDone.of(run.with(RunMachine.over(run, now)))
                : new Turn.Rest(wake);
    }

    private Optional<Turn> next(PlannedStep step, StepState state) {
        return switch (state.phase()) {
            case Waiting -> waiting(step);
            case Injecting -> injecting(step);
            case Verifying -> verifying(step, state);
            case Holding -> holding(step, state);
            case Reverting -> reverting(step);
            case Recovering -> recovering(step, state);
            case Done -> Optional.empty();
        };
    }

    private Optional<Turn> waiting(PlannedStep step) {
        if (!step.after().stream().map(run::step).allMatch(StepState::isDone)) {
            return Optional.empty();
        }
        var few = Optional.ofNullable(facts.sight().tooFew().get(step.name()));
        if (few.isPresent()) {
            return Optional.of(stopped(Outcome.Aborted, OutcomeReason.TooFewHealthy, few.get()));
        }
        var expires =
                step.duration().map(length -> now.plus(EVIDENCE).plus(length).plus(GRACE));
        return Optional.of(Transition.Intended.of(run.with(step.name(), state -> state.begun(now))
                .with(run.ledger().with(step.name(), entry -> entry.intended(expires)))));
    }

    private Optional<Turn> injecting(PlannedStep step) {
        var entries = run.ledger().of(step.name()).toList();
        if (entries.stream().anyMatch(entry -> entry.state() == RowState.Intended)) {
            return Optional.of(facts.sight().mine() ? new Turn.Inject(entries) : unknown(step));
        }
        var refused = entries.stream()
                .filter(entry -> entry.state() == RowState.Refused)
                .findFirst();
        if (refused.isPresent()) {
            return Optional.of(stopped(
                    Outcome.Inconclusive,
                    OutcomeReason.FaultRefused,
                    words(step, refused.get()) + ": " + refused.get().message()));
        }
        if (entries.stream().anyMatch(entry -> entry.state() == RowState.Unknown)) {
            return Optional.of(unknown(step));
        }
        if (entries.stream().anyMatch(Entry::isApplied)) {
            return Optional.of(moved(Transition.Injected, step, StepPhase.Verifying));
        }
        return Optional.of(
                entries.stream().anyMatch(entry -> entry.state() == RowState.Held)
                        ? Transition.HeldBack.of(
                                run.with(step.name(), state -> state.done(now, "disruption budgets held")))
                        : stopped(
                                Outcome.Inconclusive,
                                OutcomeReason.FaultNotEffective,
                                "step " + step.name() + ": every target was gone before anything was done to it"));
    }

    private Turn unknown(PlannedStep step) {
        return stopped(
                Outcome.Inconclusive,
                OutcomeReason.Interrupted,
                "step " + step.name() + " was interrupted while its fault was injected; nobody knows how far it got");
    }

    private Optional<Turn> verifying(PlannedStep step, StepState state) {
        var applied = run.ledger().of(step.name()).filter(Entry::isApplied).toList();
        var seen = applied.stream()
                .filter(entry -> entry.times().effective().isEmpty())
                .filter(entry -> facts.sight().seen().contains(entry.number()))
                .map(Entry::number)
                .collect(Collectors.toSet());
        if (!seen.isEmpty()) {
            return Optional.of(noted(step, seen));
        }
        if (applied.stream().allMatch(entry -> facts.sight().whole().contains(entry.number()))) {
            return Optional.of(step.duration()
                    .<Turn>map(length -> Transition.Seen.of(run.with(
                            step.name(), each -> each.holding(effective(state).plus(length)))))
                    .orElseGet(() -> Transition.SeenAndOver.of(run.with(step.name(), each -> each.recovering(now)))));
        }
        var until = latest(applied).plus(EVIDENCE).plus(patience(step));
        return now.isBefore(until)
                ? rest(Duration.between(now, until))
                : Optional.of(stopped(
                        Outcome.Inconclusive,
                        OutcomeReason.FaultNotEffective,
                        "step " + step.name() + ": no effect was seen within "
                                + Span.words(EVIDENCE.plus(patience(step)))));
    }

    private Turn noted(PlannedStep step, Set<Integer> seen) {
        var ledger =
                run.ledger().with(step.name(), entry -> seen.contains(entry.number()) ? entry.effective(now) : entry);
        return new Turn.Note(run.with(ledger)
                .with(step.name(), state -> state.effective().isPresent() ? state : state.effectiveFrom(now)));
    }

    /** Of what a pod may take to end, its own grace period, nobody can know but the kubelet. */
    private static Duration patience(PlannedStep step) {
        return switch (step.fault()) {
            case Fault.PodKill(var grace) -> grace.orElse(EVIDENCE);
            case Fault.PodEvict _, Fault.ScaleTo _ -> EVIDENCE;
            case Fault.Unsupported _ -> Duration.ZERO;
        };
    }

    private Instant effective(StepState state) {
        return state.effective().orElse(now);
    }

    private Instant latest(List<Entry> applied) {
        return applied.stream()
                .flatMap(entry -> entry.times().applied().stream())
                .max(Instant::compareTo)
                .orElse(now);
    }

    private Optional<Turn> holding(PlannedStep step, StepState state) {
        var until = state.holdUntil().orElse(now);
        return now.isBefore(until)
                ? rest(Duration.between(now, until))
                : Optional.of(moved(Transition.HoldOver, step, StepPhase.Reverting));
    }

    private Optional<Turn> reverting(PlannedStep step) {
        var left = run.ledger().outstanding(step.name());
        if (left.isEmpty()) {
            return Optional.of(Transition.Reverted.of(run.with(step.name(), state -> state.recovering(now))));
        }
        if (Reversal.isHopeless(run)) {
            return Optional.of(stopped(
                    Outcome.RevertFailed,
                    OutcomeReason.RevertFailed,
                    words(step, left.getFirst()) + " cannot be put back: "
                            + left.getFirst().message()));
        }
        return Optional.of(Reversal.tried(run, left, now));
    }

    private Optional<Turn> recovering(PlannedStep step, StepState state) {
        var unwell = Optional.ofNullable(facts.sight().unwell().get(step.name()));
        if (unwell.isEmpty()) {
            return Optional.of(Transition.Recovered.of(run.with(step.name(), each -> each.done(now, ""))));
        }
        var until = state.reverted().orElse(now).plus(step.recoverTimeout());
        return now.isBefore(until)
                ? rest(Duration.between(now, until))
                : Optional.of(stopped(
                        Outcome.Failed,
                        OutcomeReason.NotRecovered,
                        "step " + step.name() + " did not recover within recoverTimeout, "
                                + Span.words(step.recoverTimeout()) + ": " + unwell.get()));
    }

    private Optional<Turn> rest(Duration atMost) {
        wake = wake.compareTo(atMost) < 0 ? wake : atMost;
        return Optional.empty();
    }

    private Turn moved(Transition by, PlannedStep step, StepPhase next) {
        return by.of(run.with(step.name(), state -> state.in(next)));
    }

    private Turn stopped(Outcome outcome, OutcomeReason reason, String message) {
        return RunMachine.stopped(run, new Ending(outcome, reason, message), now);
    }

    private static String words(PlannedStep step, Entry entry) {
        return "step " + step.name() + ": " + entry.target().words();
    }
}
