package dev.faultline.gameday.run;

import dev.faultline.api.Mode;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.gameday.plan.Plan;
import dev.faultline.gameday.run.Run.Moments;
import dev.faultline.gameday.watch.Baseline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What comes next in a run. */
public final class RunMachine {
    /** How often a run is looked at while something is waited for that nothing tells of. */
    static final Duration TICK = Duration.ofSeconds(1);

    /** Of a run that is being deleted just when it would have been judged. */
    private static final Ending UNHEARD =
            new Ending(Outcome.Aborted, OutcomeReason.Deleted, "the run is being deleted");

    private RunMachine() {}

    public static Turn next(Run run, Facts facts, Instant now) {
        return switch (run.phase()) {
            case Pending, Preflight, Baseline, Running ->
                Stops.of(run, facts, now)
                        .map(ending -> stopped(run, ending, now))
                        .orElseGet(() -> on(run, facts, now));
            case AwaitingApproval -> new Turn.Rest(TICK);
            case Reverting -> Reversal.next(run, facts, now);
            case Verdict -> verdict(run, facts, now);
            case Complete -> new Turn.Close();
        };
    }

    /** Nothing more is done from now on; what may be in place is put back next. */
    static Turn stopped(Run run, Ending ending, Instant now) {
        return Transition.Stopped.of(
                run.ending(ending).with(run.ledger().stopped()).withStepsEnded(now));
    }

    private static Turn on(Run run, Facts facts, Instant now) {
        if (facts.safety() instanceof Facts.Safety.NotLeading) {
            return new Turn.Rest(TICK);
        }
        return switch (run.phase()) {
            case Pending -> pending(run, facts, now);
            case Preflight -> preflight(run, facts, now);
            case Baseline -> baseline(run, facts, now);
            case Running -> StepMachine.next(run, facts, now);
            case AwaitingApproval, Reverting, Verdict, Complete ->
                throw new IllegalStateException(run.phase().name());
        };
    }

    private static Turn pending(Run run, Facts facts, Instant now) {
        if (facts.plan().isEmpty()) {
            return new Turn.Rest(TICK);
        }
        return switch (facts.plan().get()) {
            case Plan.Refused(var reason, var message) ->
                Transition.Unplanned.of(completed(run, Ending.skipped(reason, message), now));
            case Plan.Frozen frozen -> {
                var deadline = now.plus(facts.rehearsal().activeDeadline());
                yield Transition.Frozen.of(run.with(
                                frozen,
                                facts.rehearsal().steps().stream()
                                        .map(step -> StepState.waiting(step.name()))
                                        .toList())
                        .with(moments(run, Optional.of(now), Optional.of(deadline), Optional.empty())));
            }
        };
    }

    private static Turn preflight(Run run, Facts facts, Instant now) {
        if (facts.rehearsal().mode() == Mode.Audit) {
            return Transition.Withheld.of(completed(run, Ending.skipped(OutcomeReason.Audit, audit(facts)), now));
        }
        return switch (facts.clearance()) {
            case Facts.Clearance.Clear _ ->
                Transition.Cleared.of(run.with(
                        moments(run, run.moments().started(), run.moments().deadline(), Optional.of(now))));
            case Facts.Clearance.Unclaimed _ -> new Turn.Claim(run.ledger().workloads());
            case Facts.Clearance.Refused(var reason, var message) ->
                Transition.Withheld.of(completed(run, Ending.skipped(reason, message), now));
        };
    }

    private static String audit(Facts facts) {
        return switch (facts.clearance()) {
            case Facts.Clearance.Clear _, Facts.Clearance.Unclaimed _ ->
                "nothing is injected, since mode is Audit; nothing speaks against this run";
            case Facts.Clearance.Refused(var reason, var message) ->
                "nothing is injected, since mode is Audit; this run would be Skipped, " + reason + ": " + message;
        };
    }

    private static Turn baseline(Run run, Facts facts, Instant now) {
        return switch (facts.hearing().baseline()) {
            case Baseline.Steady _ -> Transition.Steady.of(run.with(running(run, now)));
            case Baseline.NotSteady(var message) -> unsteady(run, message, now);
            case Baseline.Waiting _ -> new Turn.Rest(TICK);
        };
    }

    private static Turn unsteady(Run run, String message, Instant now) {
        return Transition.Unsteady.of(completed(run, Ending.skipped(OutcomeReason.BaselineFailed, message), now));
    }

    private static Turn verdict(Run run, Facts facts, Instant now) {
        if (run.ledger().isLost()) {
            return Transition.Judged.of(completed(
                    run,
                    new Ending(
                            Outcome.RevertFailed,
                            OutcomeReason.RevertFailed,
                            "something could not be put back: status.manualSteps has what to type"),
                    now));
        }
        if (!run.hasRun() || facts.will() instanceof Facts.Will.Delete) {
            return Transition.Judged.of(completed(run, run.ending().orElse(UNHEARD), now));
        }
        return facts.hearing()
                .verdict()
                .<Turn>map(heard ->
                        Transition.Judged.of(completed(run, run.ending().orElse(heard), now)))
                .orElseGet(() -> new Turn.Rest(TICK));
    }

    private static Run completed(Run run, Ending ending, Instant now) {
        var at = run.moments();
        return run.endingIn(ending)
                .with(run.ledger().stopped())
                .with(new Moments(
                        at.started(),
                        at.deadline(),
                        at.baseline(),
                        at.running(),
                        at.over().or(() -> Optional.of(now)),
                        Optional.of(now)));
    }

    static Moments over(Run run, Instant now) {
        var at = run.moments();
        return new Moments(
                at.started(), at.deadline(), at.baseline(), at.running(), Optional.of(now), Optional.empty());
    }

    private static Moments running(Run run, Instant now) {
        var at = run.moments();
        return new Moments(
                at.started(), at.deadline(), at.baseline(), Optional.of(now), Optional.empty(), Optional.empty());
    }

    private static Moments moments(
            Run run, Optional<Instant> started, Optional<Instant> deadline, Optional<Instant> baseline) {
        return new Moments(started, deadline, baseline, run.moments().running(), Optional.empty(), Optional.empty());
    }
}
