package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.Phase;
import dev.faultline.controller.gameday.sense.Senses;
import dev.faultline.gameday.run.Courses;
import dev.faultline.gameday.run.Ending;
import dev.faultline.gameday.run.Facts;
import dev.faultline.gameday.run.Heard;
import dev.faultline.gameday.run.Run;
import dev.faultline.gameday.run.RunReport;
import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.SignalReport;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.verdict.Judged;
import dev.faultline.gameday.verdict.Judging;
import dev.faultline.gameday.verdict.Objectives;
import dev.faultline.gameday.verdict.VerdictReport;
import dev.faultline.gameday.watch.Baseline;
import dev.faultline.gameday.watch.BaselineJudge;
import dev.faultline.gameday.watch.EndJudge;
import dev.faultline.gameday.watch.StopJudge;
import dev.faultline.gameday.watch.WellJudge;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** What the signals of a run say of it, in each of its phases. */
public final class Ears implements Listening {
    private final Senses senses;

    public Ears(Senses senses) {
        this.senses = senses;
    }

    @Override
    public Facts.Hearing hear(GameDayRun resource, RehearsalSpec rehearsal, Run run, Instant now) {
        var list = Watchlist.of(rehearsal);
        return switch (run.phase()) {
            case Pending, AwaitingApproval, Preflight, Complete -> Facts.Hearing.NOTHING;
            case Baseline -> {
                var observed = listened(resource, list);
                var began = run.moments().baseline().orElse(now);
                yield hearing(BaselineJudge.judge(list, observed, began, now), Optional.empty(), Optional.empty());
            }
            case Running -> {
                var observed = listened(resource, list);
                yield hearing(new Baseline.Steady(), StopJudge.judge(list, observed, now), Optional.empty());
            }
            case Reverting -> {
                listened(resource, list);
                yield Facts.Hearing.NOTHING;
            }
            case Verdict -> {
                var observed = listened(resource, list);
                var over = run.moments().over().orElse(now);
                yield hearing(
                        new Baseline.Steady(),
                        Optional.empty(),
                        EndJudge.isDue(
                                        list,
                                        observed,
                                        new WellJudge.Settling(
                                                over, Objectives.of(rehearsal).stable()),
                                        now)
                                ? Optional.of(ending(judged(rehearsal, run, observed, now)))
                                : Optional.empty());
            }
        };
    }

    private Observed listened(GameDayRun resource, Watchlist list) {
        senses.keep(resource, list);
        return senses.observed(resource);
    }

    private static Facts.Hearing hearing(Baseline baseline, Optional<String> stop, Optional<Ending> verdict) {
        return new Facts.Hearing(baseline, stop, verdict);
    }

    private static Ending ending(Judged judged) {
        return new Ending(judged.outcome(), judged.reason(), judged.message());
    }

    private static Judged judged(RehearsalSpec rehearsal, Run run, Observed observed, Instant now) {
        return Judging.judge(
                Watchlist.of(rehearsal),
                observed,
                Courses.of(run, run.moments().completed().orElse(now)),
                Objectives.of(rehearsal));
    }

    @Override
    public Optional<String> unwell(GameDayRun resource, RehearsalSpec rehearsal, Instant since, Instant now) {
        var settling = new WellJudge.Settling(since, Objectives.of(rehearsal).stable());
        return WellJudge.judge(Watchlist.of(rehearsal), senses.observed(resource), settling, now);
    }

    @Override
    public Heard heard(GameDayRun resource, RehearsalSpec rehearsal, Run run, Instant now) {
        var before = RunReport.heard(Optional.ofNullable(resource.getStatus()));
        if (run.phase() == Phase.Pending || run.phase() == Phase.Preflight) {
            return before;
        }
        var observed = senses.observed(resource);
        var signals = SignalReport.of(observed);
        if (!run.isComplete() || !run.hasRun()) {
            return new Heard(before.checks(), signals, before.measured(), before.score());
        }
        var judged = judged(rehearsal, run, observed, now);
        var report = VerdictReport.of(judged);
        return new Heard(report.checks(), signals, Optional.of(report.measured()), score(run, judged));
    }

    /** Whatever was shown counts for nothing where it was left broken. */
    private static OptionalInt score(Run run, Judged judged) {
        if (run.ending()
                .filter(ending -> ending.outcome() == Outcome.RevertFailed)
                .isPresent()) {
            return OptionalInt.of(0);
        }
        return judged.score().map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    @Override
    public void forget(GameDayRun resource) {
        senses.forget(resource);
    }
}
