package dev.faultline.probe.report;

import dev.faultline.api.probe.Check.Severity;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.Conditions.Verdict;
import dev.faultline.policy.text.Sentences;
import dev.faultline.probe.Health;
import dev.faultline.probe.PlannedCheck;
import dev.faultline.probe.ProbeIntent;
import dev.faultline.probe.ProbeIntent.Force;
import dev.faultline.probe.Remarks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The conditions of a probe, judged from what is known of its checks. */
final class ProbeConditions {
    private static final int LONGEST_MESSAGE = 1024;

    private ProbeConditions() {}

    static List<Verdict> refused(String message) {
        return List.of(
                Verdict.no(ConditionType.Accepted, ConditionReason.Invalid, message),
                Verdict.unknown(ConditionType.Healthy, ConditionReason.Invalid, "not judged while the spec is invalid"),
                Verdict.no(ConditionType.Ready, ConditionReason.Invalid, message),
                Verdict.yes(ConditionType.Stalled, ConditionReason.Invalid, message));
    }

    static List<Verdict> of(ProbeIntent intent, Health health) {
        var verdicts = new ArrayList<Verdict>();
        verdicts.add(Verdict.yes(ConditionType.Accepted, ConditionReason.Accepted, "the spec is valid"));
        verdicts.add(healthy(intent, health));
        verdicts.add(ready(intent));
        var flapping = named(intent, check -> health.track(check).isFlapping(intent.rules()));
        if (!flapping.isEmpty()) {
            verdicts.add(Verdict.yes(
                    ConditionType.Flapping,
                    ConditionReason.TooManyTransitions,
                    Sentences.listed(flapping.stream()) + ": more than "
                            + intent.rules().maxTransitions() + " transitions in "
                            + intent.rules().flapWindow().toMinutes() + " min"));
        }
        health.remarks().guarded().map(ProbeConditions::guarded).ifPresent(verdicts::add);
        return List.copyOf(verdicts);
    }

    private static Verdict guarded(Remarks.Guarded guarded) {
        return Verdict.yes(
                ConditionType.ReadinessGuarded,
                reason(guarded.cause()),
                Sentences.cut(guarded.message(), LONGEST_MESSAGE));
    }

    static ConditionReason reason(Remarks.Cause cause) {
        return switch (cause) {
            case Shared -> ConditionReason.SharedDependencyFailing;
            case Limit -> ConditionReason.GateLimitReached;
            case Audit -> ConditionReason.Audit;
        };
    }

    private static Verdict ready(ProbeIntent intent) {
        return intent.gate().filter(gate -> gate.force() == Force.SwitchedOff).isEmpty()
                ? Verdict.yes(ConditionType.Ready, ConditionReason.Ready, "this generation is applied")
                : Verdict.no(
                        ConditionType.Ready,
                        ConditionReason.Unsupported,
                        "spec.readiness.impact: Gate is off in this installation; an administrator turns it on by chart "
                                + "value gates.enabled: true; all else is in force");
    }

    private static Verdict healthy(ProbeIntent intent, Health health) {
        var critical = failing(intent, health, Severity.Critical);
        if (!critical.isEmpty()) {
            return Verdict.no(
                    ConditionType.Healthy, ConditionReason.ChecksFailing, Sentences.listed(critical.stream()));
        }
        var open =
                named(intent, check -> check.isCritical() && health.track(check).isUnknown());
        if (!open.isEmpty()) {
            return Verdict.unknown(
                    ConditionType.Healthy,
                    ConditionReason.NotJudged,
                    Sentences.listed(open.stream()) + (open.size() == 1 ? " is" : " are") + " not judged");
        }
        if (intent.checks().isEmpty()) {
            return Verdict.unknown(ConditionType.Healthy, ConditionReason.NotJudged, "no check is made");
        }
        var degraded = failing(intent, health, Severity.Degraded);
        return degraded.isEmpty()
                ? Verdict.yes(ConditionType.Healthy, ConditionReason.Passing, "no check of weight fails")
                : Verdict.yes(ConditionType.Healthy, ConditionReason.Impaired, Sentences.listed(degraded.stream()));
    }

    private static List<String> failing(ProbeIntent intent, Health health, Severity severity) {
        return intent.checks().stream()
                .filter(check -> check.severity() == severity)
                .filter(check -> health.track(check).isFailing())
                .map(check -> check.name() + ": " + health.track(check).message())
                .toList();
    }

    private static List<String> named(ProbeIntent intent, Predicate<PlannedCheck> wanted) {
        return intent.checks().stream().filter(wanted).map(PlannedCheck::name).toList();
    }
}
