package dev.faultline.gameday.run;

import dev.faultline.api.Mode;
import dev.faultline.api.TargetKind;
import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.api.gameday.run.LedgerRow.Verb;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.gameday.ledger.Ledger;
import dev.faultline.gameday.plan.Amount;
import dev.faultline.gameday.plan.Fault;
import dev.faultline.gameday.plan.Guards;
import dev.faultline.gameday.plan.Plan;
import dev.faultline.gameday.plan.PlannedStep;
import dev.faultline.gameday.plan.Rehearsal;
import dev.faultline.policy.target.Claimant.Claim;
import dev.faultline.policy.target.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Rehearsals and their plans. */
final class GivenRehearsal {
    static final Workload.Key WEB = new Workload.Key(TargetKind.Deployment, "web");
    private static final Claim CLAIM = new Claim.Named(List.of(WEB));

    private GivenRehearsal() {}

    static Rehearsal of(PlannedStep... steps) {
        return new Rehearsal(
                Mode.Enforce, false, Duration.ofMinutes(30), new Guards(10, 1, Duration.ZERO), List.of(steps));
    }

    static Rehearsal audited(PlannedStep... steps) {
        return new Rehearsal(
                Mode.Audit, false, Duration.ofMinutes(30), new Guards(10, 1, Duration.ZERO), List.of(steps));
    }

    static PlannedStep kill(String name, String... after) {
        return step(name, new Fault.PodKill(Optional.empty()), Optional.empty(), after);
    }

    static PlannedStep evict(String name, String... after) {
        return step(name, new Fault.PodEvict(), Optional.empty(), after);
    }

    static PlannedStep scale(String name, String... after) {
        return step(name, new Fault.ScaleTo(0), Optional.of(Duration.ofMinutes(1)), after);
    }

    private static PlannedStep step(String name, Fault fault, Optional<Duration> duration, String... after) {
        return new PlannedStep(name, List.of(after), fault, CLAIM, Amount.ONE, duration, Duration.ofMinutes(2));
    }

    /** One target for each step. */
    static Plan.Frozen plan(Rehearsal rehearsal) {
        var entries = new ArrayList<Entry>();
        var lines = new ArrayList<Plan.Line>();
        for (var step : rehearsal.steps()) {
            var number = entries.size() + 1;
            entries.add(entry(number, step));
            lines.add(new Plan.Line(step.fault().name() + " Deployment/web", step.name(), 1));
        }
        return new Plan.Frozen(lines, new Ledger(entries));
    }

    private static Entry entry(int number, PlannedStep step) {
        return switch (step.fault()) {
            case Fault.PodKill _ -> pod(number, step.name(), Verb.Kill);
            case Fault.PodEvict _ -> pod(number, step.name(), Verb.Evict);
            case Fault.ScaleTo(int wanted) ->
                entry(
                        number,
                        step.name(),
                        new Entry.Target("Deployment", "web", "uid-web"),
                        new Entry.Deed(Verb.Scale, OptionalInt.of(3), OptionalInt.of(wanted)));
            case Fault.Unsupported(var name) -> throw new IllegalArgumentException(name);
        };
    }

    private static Entry pod(int number, String step, Verb verb) {
        return entry(number, step, new Entry.Target("Pod", "web-" + number, "uid-" + number), Entry.Deed.of(verb));
    }

    private static Entry entry(int number, String step, Entry.Target target, Entry.Deed deed) {
        return new Entry(number, step, target, WEB, deed, RowState.Planned, Entry.Times.NONE, "");
    }
}
