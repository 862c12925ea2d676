package dev.faultline.gameday.plan;

import dev.faultline.api.gameday.run.LedgerRow.RowState;
import dev.faultline.api.gameday.run.LedgerRow.Verb;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.gameday.ledger.Entry;
import dev.faultline.gameday.ledger.Ledger;
import dev.faultline.gameday.plan.Subject.Candidate;
import dev.faultline.policy.call.Span;
import dev.faultline.policy.text.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Chooses the targets of a whole run, once and for all: what they are is frozen before anything is done. */
public final class Planner {
    /** Characters of a text in status. */
    private static final int LONGEST = 256;

    private final Rehearsal rehearsal;
    private final Map<String, List<Subject>> subjects;
    private final Lot lot;
    private final Instant now;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Plan.Line> lines = new ArrayList<>();
    private final Set<String> chosen = new HashSet<>();
    private int pods;

    private Planner(Rehearsal rehearsal, Map<String, List<Subject>> subjects, Lot lot, Instant now) {
        this.rehearsal = rehearsal;
        this.subjects = subjects;
        this.lot = lot;
        this.now = now;
    }

    /**
     * @param subjects the workloads of each step that there are
     * @param run the uid of the run, which decides between pods that are alike
     */
    public static Plan plan(Rehearsal rehearsal, Map<String, List<Subject>> subjects, String run, Instant now) {
        return new Planner(rehearsal, subjects, new Lot(run), now).plan();
    }

    private Plan plan() {
        if (rehearsal.unsupported().isPresent()) {
            return new Plan.Refused(
                    OutcomeReason.Unsupported, rehearsal.unsupported().get());
        }
        for (var step : rehearsal.steps()) {
            var refusal = step(step);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        if (entries.size() > Ledger.MOST) {
            return new Plan.Refused(
                    OutcomeReason.PlanTooLarge,
                    "the steps have " + entries.size() + " targets in all; a run keeps account of at most "
                            + Ledger.MOST + ": lower count, or split the game day");
        }
        if (pods > rehearsal.guards().maxTargets()) {
            return new Plan.Refused(
                    OutcomeReason.BlastRadius,
                    "the steps act on " + pods + " pods in all; guardRails.maxTargets allows "
                            + rehearsal.guards().maxTargets());
        }
        return new Plan.Frozen(List.copyOf(lines), new Ledger(List.copyOf(entries)));
    }

    private Optional<Plan.Refused> step(PlannedStep step) {
        var targets = subjects.getOrDefault(step.name(), List.of());
        if (targets.isEmpty()) {
            return refused(
                    OutcomeReason.NoTargets,
                    "step " + step.name() + " has no target: no workload of this namespace is meant by it");
        }
        var before = pods;
        var effects = new ArrayList<String>();
        for (var subject : targets) {
            var refusal = subject(step, subject, effects);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        lines.add(
                new Plan.Line(Sentences.cut(Sentences.listed(effects.stream()), LONGEST), step.name(), pods - before));
        return Optional.empty();
    }

    private Optional<Plan.Refused> subject(PlannedStep step, Subject subject, List<String> effects) {
        return switch (step.fault()) {
            case Fault.PodKill _ -> pods(step, subject, Verb.Kill, effects);
            case Fault.PodEvict _ -> pods(step, subject, Verb.Evict, effects);
            case Fault.ScaleTo(int replicas) -> scale(step, subject, replicas, effects);
            case Fault.Unsupported _ -> Optional.empty();
        };
    }

    private Optional<Plan.Refused> pods(PlannedStep step, Subject subject, Verb verb, List<String> effects) {
        var wanted = step.count().of(subject.pods().size());
        var old = subject.pods().stream().filter(this::isOldEnough).toList();
        if (subject.pods().size() < wanted) {
            return refused(
                    OutcomeReason.NoTargets,
                    place(step, subject) + " has " + subject.pods().size() + " pods; count asks for " + wanted);
        }
        if (old.size() < wanted) {
            return refused(
                    OutcomeReason.TargetTooYoung,
                    place(step, subject) + " has " + old.size() + " pods that are "
                            + Span.words(rehearsal.guards().podMinAge()) + " old; count asks for " + wanted
                            + ": wait, or lower guardRails.podMinAge");
        }
        var victims = victims(step, old, wanted);
        var left = subject.ready()
                - (int) victims.stream().filter(Candidate::ready).count();
        if (left < rehearsal.guards().minHealthyReplicas()) {
            return tooFew(step, subject, left);
        }
        for (var victim : victims) {
            chosen.add(victim.uid());
            add(step, subject, new Entry.Target("Pod", victim.name(), victim.uid()), Entry.Deed.of(verb));
        }
        pods += wanted;
        effects.add((verb == Verb.Kill ? "kill " : "evict ") + wanted + " of "
                + subject.pods().size() + " pods of " + subject.key().attachedTo());
        return Optional.empty();
    }

    private Optional<Plan.Refused> scale(PlannedStep step, Subject subject, int replicas, List<String> effects) {
        if (subject.autoscaler().isPresent() && replicas > 0) {
            return refused(
                    OutcomeReason.Autoscaled,
                    place(step, subject) + " is scaled by "
                            + subject.autoscaler().get()
                            + ", which would undo the fault: scaleTo.replicas can only be 0 there");
        }
        if (replicas < rehearsal.guards().minHealthyReplicas()) {
            return tooFew(step, subject, replicas);
        }
        add(
                step,
                subject,
                new Entry.Target(subject.key().kind().name(), subject.key().name(), subject.uid()),
                new Entry.Deed(Verb.Scale, OptionalInt.of(subject.replicas()), OptionalInt.of(replicas)));
        pods += subject.pods().size();
        effects.add("scale " + subject.key().attachedTo() + " from " + subject.replicas() + " to " + replicas
                + " replicas");
        return Optional.empty();
    }

    private Optional<Plan.Refused> tooFew(PlannedStep step, Subject subject, int left) {
        return refused(
                OutcomeReason.TooFewHealthy,
                place(step, subject) + " would be left with " + left + " ready pods; guardRails.minHealthyReplicas is "
                        + rehearsal.guards().minHealthyReplicas());
    }

    private boolean isOldEnough(Candidate pod) {
        return !pod.created().plus(rehearsal.guards().podMinAge()).isAfter(now);
    }

    /** Pods that an earlier step has not chosen come first: that one has taken them away by then. */
    private List<Candidate> victims(PlannedStep step, List<Candidate> old, int wanted) {
        return old.stream()
                .sorted(Comparator.comparing((Candidate pod) -> chosen.contains(pod.uid()))
                        .thenComparing(pod -> lot.of(step.name(), pod.uid())))
                .limit(wanted)
                .toList();
    }

    private void add(PlannedStep step, Subject subject, Entry.Target target, Entry.Deed deed) {
        entries.add(new Entry(
                entries.size() + 1, step.name(), target, subject.key(), deed, RowState.Planned, Entry.Times.NONE, ""));
    }

    private static Optional<Plan.Refused> refused(OutcomeReason reason, String message) {
        return Optional.of(new Plan.Refused(reason, message));
    }

    private static String place(PlannedStep step, Subject subject) {
        return "step " + step.name() + ": " + subject.key().attachedTo();
    }
}
