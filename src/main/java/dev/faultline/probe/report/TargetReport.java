package dev.faultline.probe.report;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.Mode;
import dev.faultline.api.probe.ProbeTarget;
import dev.faultline.api.probe.ProbeTarget.State;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.Conditions;
import dev.faultline.api.status.Conditions.Verdict;
import dev.faultline.policy.text.Sentences;
import dev.faultline.probe.shallow.Claimed;
import dev.faultline.probe.shallow.Inquiry;
import dev.faultline.probe.shallow.Inquiry.Obstacle;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a probe's status says of the workloads whose pods it sets probes on. */
public final class TargetReport {
    private static final int LONGEST_MESSAGE = 1024;

    private TargetReport() {}

    /** The status with a row for each workload; without any where the probe sets nothing on pods. */
    public static HealthProbeStatus on(
            HealthProbeStatus status, HealthProbe probe, List<Claimed> claimed, Instant now) {
        if (probe.getSpec().shallow() == null) {
            return status.with(null, status.conditions());
        }
        var rows = claimed.stream()
                .limit(ProbeTarget.MOST)
                .map(target -> row(target, probe.getSpec().mode()))
                .toList();
        // A check is made whether or not there is a workload, and whoever has its pods.
        var useless = probe.getSpec().deep() == null && claimed.stream().noneMatch(Claimed.Held.class::isInstance);
        return status.with(rows.isEmpty() ? null : rows, useless ? refused(status, claimed, now) : status.conditions());
    }

    private static ProbeTarget row(Claimed target, @Nullable Mode mode) {
        return switch (target) {
            case Claimed.Lost(var name, var winner) ->
                new ProbeTarget(
                        name,
                        State.Conflicted,
                        null,
                        "HealthProbe " + winner
                                + " sets the probes of its pods; delete one of the two, or change what one is for");
            case Claimed.Missing(var name) ->
                new ProbeTarget(name, State.TargetNotFound, null, "there is no " + name + " in this namespace");
            case Claimed.Held(var name, var inquiry) ->
                new ProbeTarget(
                        name,
                        mode == Mode.Audit ? State.Audit : state(inquiry),
                        inquiry.served().isEmpty()
                                ? null
                                : inquiry.served().stream().sorted().toList(),
                        inquiry.trouble()
                                .map(text -> Sentences.cut(text, LONGEST_MESSAGE))
                                .orElse(null));
        };
    }

    private static State state(Inquiry inquiry) {
        if (inquiry.isSettled()) {
            return State.Programmed;
        }
        return inquiry.obstacle().filter(Obstacle.NoPort::equals).isPresent()
                ? State.PortNotFound
                : State.PathNotServed;
    }

    private static List<Condition> refused(HealthProbeStatus status, List<Claimed> claimed, Instant now) {
        var lost = claimed.stream().anyMatch(Claimed.Lost.class::isInstance);
        var reason = lost ? ConditionReason.Conflicted : ConditionReason.TargetNotFound;
        var message = claimed.isEmpty()
                ? "no Deployment or StatefulSet has labels that spec.targetSelector matches"
                : Sentences.listed(claimed.stream()
                        .map(target -> target.attachedTo()
                                + (target instanceof Claimed.Lost won
                                        ? ": HealthProbe " + won.winner() + " has it"
                                        : ": not there")));
        var verdicts = new ArrayList<Verdict>();
        verdicts.add(Verdict.no(ConditionType.Accepted, reason, message));
        verdicts.add(Verdict.no(ConditionType.Ready, reason, message));
        if (lost) {
            verdicts.add(Verdict.yes(ConditionType.Stalled, reason, message));
        }
        var conditions = Objects.requireNonNullElse(status.conditions(), List.<Condition>of());
        for (var verdict : verdicts) {
            conditions = Conditions.replace(
                    conditions, verdict, Objects.requireNonNullElse(status.observedGeneration(), 0L), now);
        }
        return conditions;
    }
}
