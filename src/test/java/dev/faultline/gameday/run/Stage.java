package dev.faultline.gameday.run;

import dev.faultline.gameday.ledger.Done;
import dev.faultline.gameday.plan.Rehearsal;
import dev.faultline.gameday.run.Facts.Clearance;
import dev.faultline.gameday.run.Facts.Hearing;
import dev.faultline.gameday.run.Facts.Safety;
import dev.faultline.gameday.run.Facts.Sight;
import dev.faultline.gameday.run.Facts.Will;
import dev.faultline.gameday.watch.Baseline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A run that is played: the world around it is what a test says, and what it does succeeds unless a test says else. */
class Stage {
    static final Instant START = Instant.parse("2027-01-05T09:30:00Z");
    private static final int MANY = 200;

    final Rehearsal rehearsal;
    Run run = Run.NEW.in(1);
    Instant now = START;
    Will will = new Will.GoOn();
    Safety safety = new Safety.Safe();
    Clearance clearance = new Clearance.Clear();
    Baseline baseline = new Baseline.Steady();
    Optional<String> stop = Optional.empty();
    Optional<Ending> verdict = Optional.empty();
    boolean mine = true;
    boolean watched = true;
    boolean effective = true;
    final Map<String, String> unwell = new HashMap<>();
    final Map<String, String> tooFew = new HashMap<>();

    /** What comes of an entry instead of success, by its number. */
    final Map<Integer, Done> injections = new HashMap<>();

    Done reversal = new Done.Reverted("");

    final List<Transition> transitions = new ArrayList<>();
    final List<Integer> injected = new ArrayList<>();
    final List<Integer> reverted = new ArrayList<>();

    Stage(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    private Facts facts() {
        var seen = new HashSet<Integer>();
        if (effective) {
            run.ledger().entries().forEach(entry -> seen.add(entry.number()));
        }
        return new Facts(
                rehearsal,
                will,
                safety,
                Optional.of(GivenRehearsal.plan(rehearsal)),
                clearance,
                new Hearing(baseline, stop, verdict),
                new Sight(mine, watched, seen, Set.copyOf(seen), unwell, tooFew));
    }

    /** One turn; whether anything came of it. */
    boolean turn() {
        return switch (RunMachine.next(run, facts(), now)) {
            case Turn.Go(var by, var next) -> {
                assertLegal(by, next);
                transitions.add(by);
                run = next;
                yield true;
            }
            case Turn.Note(var next) -> {
                run = next;
                yield true;
            }
            case Turn.Inject(var entries) -> {
                entries.forEach(entry -> {
                    injected.add(entry.number());
                    run = run.after(
                            Map.of(entry.number(), injections.getOrDefault(entry.number(), new Done.Applied())), now);
                });
                yield true;
            }
            case Turn.Revert(var entries) -> {
                entries.forEach(entry -> {
                    reverted.add(entry.number());
                    run = run.after(Map.of(entry.number(), reversal), now);
                });
                yield true;
            }
            case Turn.Claim _ -> {
                clearance = new Clearance.Clear();
                yield true;
            }
            case Turn.Rest _, Turn.Close _ -> false;
        };
    }

    /** The table says what may follow what; no move may leave it. */
    private void assertLegal(Transition by, Run next) {
        if (!by.from().contains(run.phase()) || by.to() != next.phase()) {
            throw new AssertionError(by + " leads from " + run.phase() + " to " + next.phase());
        }
        if (by.isOfStep()) {
            var moved = run.steps().stream()
                    .filter(step -> step.phase() == by.stepFrom()
                            && next.step(step.name()).phase() == by.stepTo())
                    .count();
            if (moved != 1) {
                throw new AssertionError(by + " moves " + moved + " steps");
            }
        }
    }

    /** Until nothing happens by itself any more. */
    Stage play() {
        for (var turns = 0; turns < MANY && turn(); turns++) {
            // Each turn says whether another one is due.
        }
        return this;
    }

    /** Plays on after a while. */
    Stage after(Duration span) {
        now = now.plus(span);
        return play();
    }

    /** Plays on until nothing is left to wait for, a second at a time. */
    Stage toTheEnd() {
        for (var seconds = 0; seconds < 3600 && !run.isComplete(); seconds++) {
            after(Duration.ofSeconds(1));
        }
        return this;
    }
}
