package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.GameDayRunStatus;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.api.gameday.run.Phase;
import dev.faultline.cluster.gameday.Marks;
import dev.faultline.cluster.gameday.RunStore;
import dev.faultline.gameday.run.Ending;
import dev.faultline.gameday.run.Run;
import dev.faultline.gameday.run.RunMachine;
import dev.faultline.gameday.run.RunRecord;
import dev.faultline.gameday.run.RunReport;
import dev.faultline.gameday.run.Turn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Takes a run as far as it gets: one turn after another, each on what the last has written. */
public final class RunPass {
    /** Until the watch has what another has written meanwhile. */
    private static final Duration CONFLICT = Duration.ofMillis(200);

    /** So many turns in a row that come to no rest are none that a run can have: it goes on later. */
    private static final int MOST_TURNS = 64;

    /** Without a word from anybody for longer, nobody has watched. */
    private static final Duration GAP = Duration.ofSeconds(20);

    private static final Ending TOO_LARGE = new Ending(
            Outcome.Skipped,
            OutcomeReason.PlanTooLarge,
            "the plan and its targets are more than a status should hold: split the game day");

    private final RunStore store;
    private final Plans plans;
    private final RunFacts facts;
    private final RunActs acts;
    private final Listening listening;
    private final Sessions sessions = new Sessions();
    private final Presence presence;

    /**
     * Who watches.
     *
     * @param news told of each status that was written
     */
    public record Presence(Predecessor predecessor, BiConsumer<GameDayRun, GameDayRunStatus> news, Clock clock) {}

    /** When somebody led before this replica did. */
    @FunctionalInterface
    public interface Predecessor {
        /** Empty where nobody has. */
        Optional<Instant> ledUntil();
    }

    /** What a run is to do. */
    @FunctionalInterface
    public interface Plans {
        Rehearsed of(GameDayRun run);
    }

    public RunPass(RunStore store, Plans plans, RunFacts facts, RunActs acts, Listening listening, Presence presence) {
        this.store = store;
        this.plans = plans;
        this.facts = facts;
        this.acts = acts;
        this.listening = listening;
        this.presence = presence;
    }

    /** @return how long until it is looked at again; empty when nothing will change by itself */
    Optional<Duration> of(GameDayRun cached) {
        // Of a run that is being deleted a thread of its own takes care, while its last pass may not be over.
        synchronized (sessions.of(cached)) {
            return passed(cached);
        }
    }

    private Optional<Duration> passed(GameDayRun cached) {
        for (var turns = 0; turns < MOST_TURNS; turns++) {
            var resource = store.newest(cached);
            var wake = turn(resource, RunRecord.read(resource.getStatus()));
            if (!(wake instanceof Wake.Again)) {
                return wake instanceof Wake.After(var pause) ? Optional.of(pause) : Optional.empty();
            }
        }
        return Optional.of(CONFLICT);
    }

    private sealed interface Wake {
        record Again() implements Wake {}

        record After(Duration pause) implements Wake {}

        record Never() implements Wake {}
    }

    private Wake turn(GameDayRun resource, Run run) {
        var session = sessions.of(resource);
        var held = resource.getMetadata().getFinalizers().contains(Marks.FINALIZER);
        if (run.isComplete() && !held || resource.isMarkedForDeletion() && !held) {
            forget(resource);
            return new Wake.Never();
        }
        if (!held) {
            return again(store.hold(resource));
        }
        if (!session.has(run)) {
            return takenOver(resource, run, session);
        }
        if (run.isComplete()) {
            acts.close(resource, run);
            return new Wake.After(CONFLICT);
        }
        return switch (rehearsed(resource)) {
            case Rehearsed.Refused(var ending) ->
                again(write(
                        resource,
                        RunReport.refused(resource, ending, presence.clock().instant())));
            case Rehearsed.Known(var spec) -> turn(resource, run, spec, session);
        };
    }

    /** From the run itself, once it stands there. */
    private Rehearsed rehearsed(GameDayRun resource) {
        var status = resource.getStatus();
        if (status != null && status.unreadable() != null) {
            // What it has done stands on the objects: whoever finds them marked by a run that is over puts them back.
            return new Rehearsed.Refused(new Ending(
                    Outcome.Inconclusive,
                    OutcomeReason.Interrupted,
                    status.unreadable() + ", so nobody knows how far the run was"));
        }
        return status != null && status.rehearsal() != null && status.phase() != Phase.Pending
                ? new Rehearsed.Known(status.rehearsal())
                : plans.of(resource);
    }

    /** By a write, so that whoever had it before can write no more. */
    private Wake takenOver(GameDayRun resource, Run run, Sessions.Session session) {
        var now = presence.clock().instant();
        var seamless = !run.hasRun()
                || presence.predecessor()
                        .ledUntil()
                        .filter(last -> last.plus(GAP).isAfter(now))
                        .isPresent();
        var next = run.in(run.epoch() + 1);
        var status = resource.getStatus();
        var written = store.swap(
                resource,
                RunReport.of(
                        resource,
                        status == null ? null : status.rehearsal(),
                        next,
                        RunReport.heard(Optional.ofNullable(status)),
                        now));
        if (written) {
            session.takeOver(next.epoch(), seamless);
        }
        return again(written);
    }

    private Wake turn(GameDayRun resource, Run run, RehearsalSpec spec, Sessions.Session session) {
        var now = presence.clock().instant();
        var unwritten = session.unwritten();
        if (!unwritten.isEmpty()) {
            var written = write(resource, spec, run.after(unwritten, now), now);
            if (written) {
                session.written();
            }
            return again(written);
        }
        var gathered = facts.gather(resource, spec, run, session, now);
        return switch (RunMachine.next(run, gathered, now)) {
            case Turn.Go(var by, var next) -> again(write(resource, spec, next, now));
            case Turn.Note(var next) -> again(write(resource, spec, next, now));
            case Turn.Inject(var entries) -> {
                acts.inject(resource, gathered.rehearsal(), entries, session);
                yield new Wake.Again();
            }
            case Turn.Revert(var entries) -> {
                acts.revert(resource, entries, session);
                yield new Wake.Again();
            }
            case Turn.Claim(var workloads) -> {
                acts.claim(resource, workloads, session);
                yield new Wake.Again();
            }
            case Turn.Rest(var atMost) -> new Wake.After(atMost);
            case Turn.Close _ -> new Wake.Again();
        };
    }

    private boolean write(GameDayRun resource, RehearsalSpec spec, Run run, Instant now) {
        var status = RunReport.of(resource, spec, run, listening.heard(resource, spec, run, now), now);
        return write(
                resource,
                run.hasRun() || !RunStore.isTooLarge(status) ? status : RunReport.refused(resource, TOO_LARGE, now));
    }

    private boolean write(GameDayRun resource, GameDayRunStatus status) {
        var written = store.swap(resource, status);
        if (written) {
            presence.news().accept(resource, status);
        }
        return written;
    }

    private static Wake again(boolean written) {
        return written ? new Wake.Again() : new Wake.After(CONFLICT);
    }

    public void forget(GameDayRun resource) {
        sessions.forget(resource);
        store.forget(resource);
        listening.forget(resource);
    }
}
