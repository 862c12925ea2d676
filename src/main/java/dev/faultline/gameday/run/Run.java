package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.Phase;
import dev.faultline.api.gameday.run.StepStatus.StepPhase;
import dev.faultline.gameday.ledger.Done;
import dev.faultline.gameday.ledger.Ledger;
import dev.faultline.gameday.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All that a run remembers.
 *
 * @param ending once it is known; it may be known long before the run is over
 * @param epoch grows each time that another process takes the run over
 * @param lines what it does, for people
 * @param tries how often in a row something could not be put back
 */
public record Run(
        Phase phase,
        Optional<Ending> ending,
        long epoch,
        Moments moments,
        List<Plan.Line> lines,
        List<StepState> steps,
        Ledger ledger,
        Tries tries) {
    public static final Run NEW =
            new Run(Phase.Pending, Optional.empty(), 0, Moments.NONE, List.of(), List.of(), Ledger.EMPTY, Tries.NONE);

    /**
     * When the run came to what.
     *
     * @param deadline when it is stopped, whatever it is at
     */
    public record Moments(
            Optional<Instant> started,
            Optional<Instant> deadline,
            Optional<Instant> baseline,
            Optional<Instant> running,
            Optional<Instant> over,
            Optional<Instant> completed) {
        public static final Moments NONE = new Moments(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** @param last of them */
    public record Tries(int count, Optional<Instant> last) {
        public static final Tries NONE = new Tries(0, Optional.empty());
    }

    public boolean isComplete() {
        return phase == Phase.Complete;
    }

    /** Whether it has got so far that something was done. */
    public boolean hasRun() {
        return moments.running().isPresent();
    }

    public StepState step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Run in(Phase next) {
        return new Run(next, ending, epoch, moments, lines, steps, ledger, tries);
    }

    public Run in(long other) {
        return new Run(phase, ending, other, moments, lines, steps, ledger, tries);
    }

    Run with(Moments others) {
        return new Run(phase, ending, epoch, others, lines, steps, ledger, tries);
    }

    Run with(Ledger other) {
        return new Run(phase, ending, epoch, moments, lines, steps, other, tries);
    }

    Run with(Tries others) {
        return new Run(phase, ending, epoch, moments, lines, steps, ledger, others);
    }

    Run with(Plan.Frozen plan, List<StepState> waiting) {
        return new Run(phase, ending, epoch, moments, plan.lines(), waiting, plan.ledger(), tries);
    }

    /** The same with how it ends, unless that is known already. */
    Run ending(Ending known) {
        return new Run(phase, ending.or(() -> Optional.of(known)), epoch, moments, lines, steps, ledger, tries);
    }

    /** The same with how it ends, whatever was thought before. */
    Run endingIn(Ending known) {
        return new Run(phase, Optional.of(known), epoch, moments, lines, steps, ledger, tries);
    }

    Run with(String step, UnaryOperator<StepState> change) {
        return new Run(
                phase,
                ending,
                epoch,
                moments,
                lines,
                steps.stream()
                        .map(each -> each.name().equals(step) ? change.apply(each) : each)
                        .toList(),
                ledger,
                tries);
    }

    /** The same with what was done, by the entries' numbers. */
    public Run after(Map<Integer, Done> done, Instant now) {
        var failed = done.values().stream().anyMatch(Done.NotReverted.class::isInstance);
        var put = done.values().stream()
                .anyMatch(each -> each instanceof Done.Reverted || each instanceof Done.Superseded);
        return with(ledger.after(done, now))
                .with(failed ? new Tries(tries.count() + 1, Optional.of(now)) : put ? Tries.NONE : tries);
    }

    /** Steps that are over, however they ended, once the run does nothing more. */
    Run withStepsEnded(Instant now) {
        return new Run(
                phase,
                ending,
                epoch,
                moments,
                lines,
                steps.stream()
                        .map(step ->
                                step.isDone() || step.phase() == StepPhase.Waiting ? step : step.done(now, "stopped"))
                        .toList(),
                ledger,
                tries);
    }
}
