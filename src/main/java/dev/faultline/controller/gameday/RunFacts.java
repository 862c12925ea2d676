package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.api.gameday.run.Phase;
import dev.faultline.cluster.gameday.EmergencyStop;
import dev.faultline.cluster.gameday.Grounds;
import dev.faultline.cluster.gameday.Rights;
import dev.faultline.cluster.gameday.TargetReader;
import dev.faultline.cluster.gameday.TargetSight;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.gameday.plan.Guards;
import dev.faultline.gameday.plan.Plan;
import dev.faultline.gameday.plan.PlannedStep;
import dev.faultline.gameday.plan.Planner;
import dev.faultline.gameday.plan.Rehearsal;
import dev.faultline.gameday.plan.Subject;
import dev.faultline.gameday.run.Facts;
import dev.faultline.gameday.run.Facts.Clearance;
import dev.faultline.gameday.run.Facts.Safety;
import dev.faultline.gameday.run.Facts.Sight;
import dev.faultline.gameday.run.Facts.Will;
import dev.faultline.gameday.run.Run;
import dev.faultline.gameday.run.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Gathers what a run goes by, and no more than its phase needs. */
public final class RunFacts {
    /** How old what is known of the emergency stop may be while nothing is done. */
    private static final Duration STOP_AGE = Duration.ofSeconds(5);

    private final World world;
    private final Listening listening;

    /** @param leading whether this replica surely has the Lease */
    public record World(
            TargetReader targets,
            TargetSight sight,
            EmergencyStop stop,
            Grounds grounds,
            Rights rights,
            Windows windows,
            BooleanSupplier leading) {}

    /** When a run may be under way. */
    @FunctionalInterface
    public interface Windows {
        /** Why not now; empty when it may. */
        Optional<Clearance.Refused> refusal(GameDayRun run, Duration left, Instant now);
    }

    public RunFacts(World world, Listening listening) {
        this.world = world;
        this.listening = listening;
    }

    /** What a run goes by. */
    Facts gather(GameDayRun resource, RehearsalSpec spec, Run run, Sessions.Session session, Instant now) {
        var rehearsal = Rehearsal.of(spec);
        return new Facts(
                rehearsal,
                will(resource),
                safety(resource, run, session, now),
                run.phase() == Phase.Pending ? Optional.of(plan(resource, rehearsal, now)) : Optional.empty(),
                run.phase() == Phase.Preflight
                        ? clearance(resource, rehearsal, run, session, now)
                        : new Clearance.Clear(),
                listening.hear(resource, spec, run, now),
                sight(new Look(resource, spec, rehearsal, run, now), session));
    }

    private static Will will(GameDayRun resource) {
        if (resource.isMarkedForDeletion()) {
            return new Will.Delete();
        }
        return Boolean.TRUE.equals(resource.getSpec().abort()) ? new Will.Abort() : new Will.GoOn();
    }

    private Safety safety(GameDayRun resource, Run run, Sessions.Session session, Instant now) {
        if (!world.leading().getAsBoolean()) {
            return new Safety.NotLeading();
        }
        return switch (run.phase()) {
            // Where nothing may be injected anyway, the stop cannot be read either, and would be the wrong reason.
            case Pending, AwaitingApproval, Preflight ->
                world.grounds().refusal(namespace(resource)).isPresent()
                        ? new Safety.Safe()
                        : stop(resource, session, now).orElseGet(Safety.Safe::new);
            case Baseline, Running ->
                ground(resource, now).or(() -> stop(resource, session, now)).orElseGet(Safety.Safe::new);
            case Reverting, Verdict, Complete -> new Safety.Safe();
        };
    }

    private static String namespace(GameDayRun resource) {
        return resource.getMetadata().getNamespace();
    }

    private Optional<Safety> stop(GameDayRun resource, Sessions.Session session, Instant now) {
        return session.stop(now, STOP_AGE, () -> world.stop().of(namespace(resource)))
                .map(message -> new Safety.Stop(OutcomeReason.EmergencyStop, message));
    }

    /** What may change while a run is under way. */
    private Optional<Safety> ground(GameDayRun resource, Instant now) {
        return world.grounds()
                .refusal(namespace(resource))
                .<Safety>map(refused -> new Safety.Stop(refused.reason(), refused.message()))
                .or(() -> world.windows()
                        .refusal(resource, Duration.ZERO, now)
                        .map(refused -> new Safety.Stop(OutcomeReason.WindowClosed, refused.message())));
    }

    private Plan plan(GameDayRun resource, Rehearsal rehearsal, Instant now) {
        var metadata = resource.getMetadata();
        return Planner.plan(
                rehearsal,
                rehearsal.steps().stream()
                        .collect(Collectors.toMap(
                                PlannedStep::name,
                                step -> world.targets().of(metadata.getNamespace(), step.targets()))),
                metadata.getUid(),
                now);
    }

    private Clearance clearance(
            GameDayRun resource, Rehearsal rehearsal, Run run, Sessions.Session session, Instant now) {
        var namespace = resource.getMetadata().getNamespace();
        return world.grounds()
                .refusal(namespace)
                .or(() -> world.windows().refusal(resource, rehearsal.activeDeadline(), now))
                .or(() -> world.rights()
                        .missing(namespace, run.ledger().verbs())
                        .map(message -> new Clearance.Refused(OutcomeReason.NotPermitted, message)))
                .or(() -> moving(namespace, run))
                .or(() -> session.busy().map(message -> new Clearance.Refused(OutcomeReason.WorkloadBusy, message)))
                .<Clearance>map(refused -> refused)
                .orElseGet(() -> session.isClaimed() ? new Clearance.Clear() : new Clearance.Unclaimed());
    }

    private Optional<Clearance.Refused> moving(String namespace, Run run) {
        return run.ledger().workloads().stream()
                .filter(workload -> world.targets()
                        .of(namespace, workload)
                        .filter(Subject::moving)
                        .isPresent())
                .findFirst()
                .map(workload -> new Clearance.Refused(
                        OutcomeReason.RolloutUnderWay,
                        workload.attachedTo() + " is replacing its pods: wait until that is over"));
    }

    /** A run that is looked at. */
    private record Look(GameDayRun resource, RehearsalSpec spec, Rehearsal rehearsal, Run run, Instant now) {
        String namespace() {
            return resource.getMetadata().getNamespace();
        }
    }

    private Sight sight(Look look, Sessions.Session session) {
        var seen = new HashSet<Integer>();
        var whole = new HashSet<Integer>();
        var unwell = new HashMap<String, String>();
        var tooFew = new HashMap<String, String>();
        for (var step : look.run().steps()) {
            var entries = look.run().ledger().of(step.name()).toList();
            switch (step.phase()) {
                case Waiting -> tooFew.putAll(tooFew(look, step));
                case Verifying -> look(look.namespace(), entries, seen, whole);
                case Recovering -> unwell(look, step, entries).ifPresent(words -> unwell.put(step.name(), words));
                case Injecting, Holding, Reverting, Done -> {
                    // Nothing of the targets decides what comes next.
                }
            }
        }
        return new Sight(session.isUntried(), session.isWatched(), seen, whole, unwell, tooFew);
    }

    private void look(String namespace, List<Entry> entries, Set<Integer> seen, Set<Integer> whole) {
        for (var entry : entries) {
            if (entry.isApplied() && world.sight().isSeen(namespace, entry)) {
                seen.add(entry.number());
            }
            if (entry.isApplied() && world.sight().isWhole(namespace, entry)) {
                whole.add(entry.number());
            }
        }
    }

    private Optional<String> unwell(Look look, StepState step, List<Entry> entries) {
        return entries.stream()
                .map(Entry::workload)
                .distinct()
                .flatMap(workload -> world.sight().unwell(look.namespace(), workload).stream())
                .findFirst()
                .or(() -> listening.unwell(
                        look.resource(), look.spec(), step.reverted().orElse(look.now()), look.now()));
    }

    /** Pods may have become unready since the targets were chosen. */
    private Map<String, String> tooFew(Look look, StepState step) {
        var run = look.run();
        var planned = look.rehearsal().step(step.name());
        if (run.phase() != Phase.Running
                || !planned.fault().isOfPods()
                || !planned.after().stream().map(run::step).allMatch(StepState::isDone)) {
            return Map.of();
        }
        var entries = run.ledger().of(step.name()).toList();
        return entries.stream()
                .map(Entry::workload)
                .distinct()
                .flatMap(workload -> world.targets().of(look.namespace(), workload).stream())
                .flatMap(subject -> tooFew(subject, entries, look.rehearsal().guards()).stream())
                .findFirst()
                .map(words -> Map.of(step.name(), "step " + step.name() + ": " + words))
                .orElse(Map.of());
    }

    private static Optional<String> tooFew(Subject subject, List<Entry> entries, Guards guards) {
        var victims = entries.stream().map(entry -> entry.target().uid()).collect(Collectors.toSet());
        var left = subject.pods().stream()
                .filter(Subject.Candidate::ready)
                .filter(pod -> !victims.contains(pod.uid()))
                .count();
        return left >= guards.minHealthyReplicas()
                ? Optional.empty()
                : Optional.of(subject.key().attachedTo() + " would be left with " + left
                        + " ready pods; guardRails.minHealthyReplicas is " + guards.minHealthyReplicas());
    }
}
