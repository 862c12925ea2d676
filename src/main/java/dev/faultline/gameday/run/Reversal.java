package dev.faultline.gameday.run;

import dev.faultline.gameday.ledger.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Puts back, again and again, and not for ever: what nobody can put back must be told. */
final class Reversal {
    /** How often before it is given up: with its pauses, a little over two minutes. */
    static final int TRIES = 16;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int DOUBLINGS = 4;

    private Reversal() {}

    /** For a run that does nothing but this. */
    static Turn next(Run run, Facts facts, Instant now) {
        var left = run.ledger().outstanding();
        if (left.isEmpty()) {
            return Transition.AllReverted.of(run.with(RunMachine.over(run, now)));
        }
        if (isHopeless(run)) {
            return Transition.GivenUp.of(run.with(run.ledger().givenUp()).with(RunMachine.over(run, now)));
        }
        return facts.safety() instanceof Facts.Safety.NotLeading
                ? new Turn.Rest(RunMachine.TICK)
                : tried(run, left, now);
    }

    /** Puts these back, once the pause since the last failure is over. */
    static Turn tried(Run run, List<Entry> left, Instant now) {
        var due = run.tries().last().map(last -> last.plus(pause(run))).orElse(now);
        return now.isBefore(due) ? new Turn.Rest(Duration.between(now, due)) : new Turn.Revert(left);
    }

    static boolean isHopeless(Run run) {
        return run.tries().count() >= TRIES;
    }

    private static Duration pause(Run run) {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.clamp(run.tries().count() - 1L, 0, DOUBLINGS));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
