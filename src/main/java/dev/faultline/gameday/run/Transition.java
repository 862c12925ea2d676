package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.Phase;
import dev.faultline.api.gameday.run.StepStatus.StepPhase;
import java.util.EnumSet;
import java.util.Set;

/** Every way from one state to another. The diagram in docs/gameday-states.md is made from it. */
public enum Transition {
    Frozen(EnumSet.of(Phase.Pending), Phase.Preflight, "every target is chosen"),
    Unplanned(EnumSet.of(Phase.Pending), Phase.Complete, "no plan can be made"),
    Cleared(EnumSet.of(Phase.Preflight), Phase.Baseline, "nothing speaks against it"),
    Withheld(EnumSet.of(Phase.Preflight), Phase.Complete, "something speaks against it, or mode is Audit"),
    Steady(EnumSet.of(Phase.Baseline), Phase.Running, "what must be good is good"),
    Unsteady(EnumSet.of(Phase.Baseline), Phase.Complete, "what must be good is not, or nobody knows"),
    Stopped(
            EnumSet.of(Phase.Pending, Phase.Preflight, Phase.Baseline, Phase.Running),
            Phase.Reverting,
            "a stop, from anywhere"),
    StepsDone(EnumSet.of(Phase.Running), Phase.Verdict, "every step is done"),
    AllReverted(EnumSet.of(Phase.Reverting), Phase.Verdict, "nothing is left in place"),
    GivenUp(EnumSet.of(Phase.Reverting), Phase.Verdict, "something cannot be put back"),
    Judged(EnumSet.of(Phase.Verdict), Phase.Complete, "the verdict is known"),

    Intended(StepPhase.Waiting, StepPhase.Injecting, "the steps before it are done; its entries are written down"),
    Injected(StepPhase.Injecting, StepPhase.Verifying, "its entries are done"),
    HeldBack(StepPhase.Injecting, StepPhase.Done, "budgets held back every eviction"),
    Seen(StepPhase.Verifying, StepPhase.Holding, "its effect is seen"),
    SeenAndOver(StepPhase.Verifying, StepPhase.Recovering, "its effect is seen, and there is nothing to put back"),
    HoldOver(StepPhase.Holding, StepPhase.Reverting, "its duration is over"),
    Reverted(StepPhase.Reverting, StepPhase.Recovering, "all is put back"),
    Recovered(StepPhase.Recovering, StepPhase.Done, "its targets are well again");

    private final Set<Phase> from;
    private final Phase to;
    private final StepPhase stepFrom;
    private final StepPhase stepTo;
    private final String meaning;

    Transition(Set<Phase> from, Phase to, String meaning) {
        this(from, to, StepPhase.Waiting, StepPhase.Waiting, meaning);
    }

    /** Of a step, while the run is Running. */
    Transition(StepPhase from, StepPhase to, String meaning) {
        this(EnumSet.of(Phase.Running), Phase.Running, from, to, meaning);
    }

    Transition(Set<Phase> from, Phase to, StepPhase stepFrom, StepPhase stepTo, String meaning) {
        this.from = from;
        this.to = to;
        this.stepFrom = stepFrom;
        this.stepTo = stepTo;
        this.meaning = meaning;
    }

    /** Whether it is one of a step, within Running. */
    public boolean isOfStep() {
        return stepFrom != stepTo;
    }

    public Set<Phase> from() {
        return from;
    }

    public Phase to() {
        return to;
    }

    public StepPhase stepFrom() {
        return stepFrom;
    }

    public StepPhase stepTo() {
        return stepTo;
    }

    public String meaning() {
        return meaning;
    }

    /** The run after it. */
    Turn.Go of(Run run) {
        return new Turn.Go(this, isOfStep() ? run : run.in(to));
    }
}
