package dev.faultline.policy;

import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.Conditions.Verdict;
import dev.faultline.policy.budget.Drain;
import dev.faultline.policy.rollout.Restart;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.text.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The conditions of a policy, judged from its plan. */
final class PolicyConditions {
    private PolicyConditions() {}

    static List<Verdict> rejected(String message) {
        return List.of(
                Verdict.no(ConditionType.Accepted, ConditionReason.Invalid, message),
                Verdict.no(ConditionType.Programmed, ConditionReason.Invalid, "the last good configuration stays"),
                Verdict.unknown(
                        ConditionType.DisruptionSafe, ConditionReason.Invalid, "not judged while the spec is invalid"),
                Verdict.no(ConditionType.Ready, ConditionReason.Invalid, message),
                Verdict.yes(ConditionType.Stalled, ConditionReason.Invalid, message));
    }

    static List<Verdict> of(PolicyPlan.Planned plan, PolicyReport.Outcome outcome) {
        var accepted = accepted(plan);
        var verdicts = new ArrayList<Verdict>();
        verdicts.add(accepted);
        verdicts.add(programmed(plan, outcome.restarts(), accepted));
        verdicts.add(disruptionSafe(plan, outcome.drains(), accepted));
        verdicts.add(ready(plan, accepted));
        if (accepted.reason() == ConditionReason.Conflicted) {
            verdicts.add(Verdict.yes(ConditionType.Stalled, ConditionReason.Conflicted, accepted.message()));
        }
        var suspended = SidecarWords.suspended(plan);
        if (!suspended.isEmpty()) {
            verdicts.add(Verdict.yes(ConditionType.Stalled, ConditionReason.InjectionSuspended, suspended));
        }
        var open = plan.live().open();
        if (!open.isEmpty()) {
            verdicts.add(
                    Verdict.yes(ConditionType.Degraded, ConditionReason.BreakerOpen, Sentences.listed(open.stream())));
        }
        return List.copyOf(verdicts);
    }

    /** Whether all that this version can do for a target is done, or rightly left undone. */
    static boolean isProgrammed(TargetPlan target) {
        return target instanceof TargetPlan.Attached attached
                && attached.sidecar().isInPlace()
                && (attached.budget() instanceof TargetPlan.Budget.InForce
                        || attached.budget() instanceof TargetPlan.Budget.None);
    }

    private static Verdict accepted(PolicyPlan.Planned plan) {
        var attached = plan.attached().size();
        var all = plan.targets().size();
        if (all == 0) {
            return Verdict.no(
                    ConditionType.Accepted,
                    ConditionReason.TargetNotFound,
                    "spec.targetSelector selects no Deployment and no StatefulSet of this namespace");
        }
        if (attached > 0) {
            return Verdict.yes(
                    ConditionType.Accepted,
                    ConditionReason.Accepted,
                    attached == all
                            ? all + (all == 1 ? " target" : " targets")
                            : attached + " of " + all + " targets; " + unattached(plan));
        }
        return Verdict.no(
                ConditionType.Accepted,
                count(plan, TargetPlan.Lost.class) > 0 ? ConditionReason.Conflicted : ConditionReason.TargetNotFound,
                unattached(plan));
    }

    private static String unattached(PolicyPlan.Planned plan) {
        return Sentences.listed(plan.targets().stream().flatMap(target -> switch (target) {
            case TargetPlan.Attached _ -> Stream.<String>empty();
            case TargetPlan.Missing(var key) -> Stream.of(key.attachedTo() + " is not there yet");
            case TargetPlan.Lost(var key, var winner) ->
                Stream.of(key.attachedTo() + " belongs to ResiliencePolicy " + winner);
        }));
    }

    private static Verdict programmed(PolicyPlan.Planned plan, Map<Workload.Key, Restart> restarts, Verdict accepted) {
        if (!accepted.isTrue()) {
            return Verdict.no(ConditionType.Programmed, accepted.reason(), accepted.message());
        }
        if (!plan.intent().isEnforced()) {
            return Verdict.no(
                    ConditionType.Programmed,
                    ConditionReason.Audit,
                    "mode Audit plans and reports, and changes nothing");
        }
        var unapplied = unapplied(plan, ConditionType.Programmed);
        if (unapplied.isPresent()) {
            return unapplied.get();
        }
        var behind = SidecarWords.behind(plan, restarts);
        return behind.isEmpty()
                ? Verdict.yes(
                        ConditionType.Programmed,
                        ConditionReason.Programmed,
                        PolicyReport.programmed(plan) + " of " + plan.targets().size() + " targets programmed")
                : Verdict.no(ConditionType.Programmed, ConditionReason.PartiallyProgrammed, behind);
    }

    /** What keeps this generation from being applied, pods that wait for a restart apart. */
    private static Optional<Verdict> unapplied(PolicyPlan.Planned plan, ConditionType type) {
        var rejected = SidecarWords.rejected(plan);
        if (!rejected.isEmpty()) {
            return Optional.of(Verdict.no(type, ConditionReason.Rejected, rejected));
        }
        var suspended = SidecarWords.suspended(plan);
        if (!suspended.isEmpty()) {
            return Optional.of(Verdict.no(type, ConditionReason.InjectionSuspended, suspended));
        }
        var missing = held(plan);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Verdict.no(type, ConditionReason.PartiallyProgrammed, missing));
    }

    /** What keeps this generation from being applied in full; a target that another policy has does not. */
    private static String held(PolicyPlan.Planned plan) {
        return Sentences.listed(plan.targets().stream().flatMap(target -> switch (target) {
            case TargetPlan.Missing(var key) -> Stream.of(key.attachedTo() + " is not there yet");
            case TargetPlan.Attached attached
            when attached.budget() instanceof TargetPlan.Budget.NameTaken(var name) ->
                Stream.of("PodDisruptionBudget " + name + " belongs to someone else; rename or delete it");
            case TargetPlan.Attached attached
            when attached.sidecar().barred() ->
                Stream.of(attached.key().attachedTo()
                        + " gets no sidecars: ConfigMap faultline-ca belongs to someone else; rename or delete it");
            case TargetPlan.Attached _, TargetPlan.Lost _ -> Stream.<String>empty();
        }));
    }

    private static Verdict ready(PolicyPlan.Planned plan, Verdict accepted) {
        if (!accepted.isTrue()) {
            return Verdict.no(ConditionType.Ready, accepted.reason(), accepted.message());
        }
        return unapplied(plan, ConditionType.Ready)
                .orElseGet(() -> Verdict.yes(ConditionType.Ready, ConditionReason.Ready, "this generation is applied"));
    }

    /** The worst of the targets speaks: unsafe before unknown before safe. */
    private static Verdict disruptionSafe(PolicyPlan.Planned plan, Map<Workload.Key, Drain> drains, Verdict accepted) {
        if (!accepted.isTrue()) {
            return Verdict.unknown(ConditionType.DisruptionSafe, accepted.reason(), accepted.message());
        }
        var attached = plan.attached();
        var unsafe = attached.stream()
                .filter(target -> drain(target, drains) instanceof Drain.Unsafe)
                .toList();
        if (!unsafe.isEmpty() && drain(unsafe.getFirst(), drains) instanceof Drain.Unsafe worst) {
            return Verdict.no(ConditionType.DisruptionSafe, worst.reason(), spoken(unsafe, drains));
        }
        var unknown = attached.stream()
                .filter(target -> drain(target, drains) instanceof Drain.Unknown)
                .toList();
        return unknown.isEmpty()
                ? Verdict.yes(ConditionType.DisruptionSafe, ConditionReason.DrainAllowed, spoken(attached, drains))
                : Verdict.unknown(ConditionType.DisruptionSafe, ConditionReason.Checking, spoken(unknown, drains));
    }

    private static Drain drain(TargetPlan.Attached target, Map<Workload.Key, Drain> drains) {
        return drains.getOrDefault(target.key(), target.forecast());
    }

    private static String spoken(List<TargetPlan.Attached> targets, Map<Workload.Key, Drain> drains) {
        return Sentences.listed(targets.stream()
                .map(target ->
                        target.key().attachedTo() + ": " + drain(target, drains).message()));
    }

    private static long count(PolicyPlan.Planned plan, Class<? extends TargetPlan> type) {
        return plan.targets().stream().filter(type::isInstance).count();
    }
}
