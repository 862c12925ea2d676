package dev.faultline.probe;

import dev.faultline.api.HealthProbeSpec;
import dev.faultline.api.Mode;
import dev.faultline.api.TargetRef;
import dev.faultline.api.probe.Check.Severity;
import dev.faultline.api.probe.Deep;
import dev.faultline.api.probe.Objectives;
import dev.faultline.api.probe.ReadinessImpact;
import dev.faultline.policy.call.Span;
import dev.faultline.probe.Aim.Pods.Need;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a probe asks for, parsed once: no nulls, no text where something else is meant.
 *
 * @param checks those of {@code deep}; without it, the counts of the pods
 * @param gate empty where failing checks take no pod out of service
 */
public record ProbeIntent(Rules rules, List<PlannedCheck> checks, Goals goals, Optional<Gate> gate) {

    /** That failing checks take pods out of service. */
    public record Gate(Limits limits, Force force) {}

    /** How far a gate is in force. */
    public enum Force {
        Enforced,
        /** Mode is Audit: it is only shown what would be done. */
        Shown,
        /** The installation does not allow it. */
        SwitchedOff
    }

    /** The same in an installation whose operator may not write the status of pods. */
    public ProbeIntent withoutGates() {
        return new ProbeIntent(rules, checks, goals, gate.map(asked -> new Gate(asked.limits(), Force.SwitchedOff)));
    }

    /** Checks of which each is about one pod, and whose failure means that the pod is not available. */
    public List<String> gating() {
        return checks.stream()
                .filter(check -> check.isCritical() && check.aim() instanceof Aim.EachPod)
                .map(PlannedCheck::name)
                .toList();
    }

    /** Counting costs nothing, and the kubelet waits for several failures itself. */
    private static final Duration COUNT_PERIOD = Duration.ofSeconds(5);

    /**
     * What is good enough.
     *
     * @param availability in percent, as written
     * @param window how far back availability looks, 1 h to 90 d
     */
    public record Goals(
            Optional<String> availability,
            Duration window,
            Optional<Duration> detection,
            Optional<Duration> recovery) {}

    /** What reading gives. */
    public sealed interface Reading {
        record Understood(ProbeIntent intent) implements Reading {}

        /** @param message names the field, what is wrong and the next step */
        record Refused(String message) implements Reading {}
    }

    public static Reading read(HealthProbeSpec spec) {
        if (spec.unreadable() != null) {
            return new Reading.Refused(spec.unreadable());
        }
        if (spec.shallow() == null && spec.deep() == null) {
            return new Reading.Refused("spec must have shallow or deep, or both: write what is asked");
        }
        try {
            return new Reading.Understood(understood(spec));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return new Reading.Refused("spec.deep.checks has an address without a port; write host:port");
        }
    }

    private static ProbeIntent understood(HealthProbeSpec spec) {
        var checks = spec.deep() == null ? ofPods(spec) : checks(spec.deep());
        return new ProbeIntent(rules(Optional.ofNullable(spec.deep())), checks, goals(spec.objectives()), gate(spec));
    }

    private static Optional<Gate> gate(HealthProbeSpec spec) {
        return Optional.ofNullable(spec.readiness())
                .filter(readiness -> readiness.impact() == ReadinessImpact.Impact.Gate)
                .map(readiness -> new Gate(
                        new Limits(
                                Objects.requireNonNullElse(
                                        readiness.maxGatedPercent(), ReadinessImpact.DEFAULT_MAX_GATED_PERCENT),
                                Objects.requireNonNullElse(
                                        readiness.sharedFailurePercent(),
                                        ReadinessImpact.DEFAULT_SHARED_FAILURE_PERCENT)),
                        spec.mode() == Mode.Audit ? Force.Shown : Force.Enforced));
    }

    /** Where nothing else is asked, pods are counted: none is an outage, fewer than wanted is a loss of reserve. */
    private static List<PlannedCheck> ofPods(HealthProbeSpec spec) {
        var named = Objects.requireNonNullElse(spec.targetRefs(), List.<TargetRef>of());
        var selected = Optional.ofNullable(spec.targetSelector());
        return List.of(
                new PlannedCheck("pods", Severity.Critical, new Aim.Pods(named, selected, Need.One)),
                new PlannedCheck("all-pods", Severity.Degraded, new Aim.Pods(named, selected, Need.All)));
    }

    private static List<PlannedCheck> checks(Deep deep) {
        return deep.checks().stream().map(PlannedCheck::of).toList();
    }

    private static Rules rules(Optional<Deep> deep) {
        var flapping = deep.map(Deep::flapping);
        return new Rules(
                deep.map(Deep::period)
                        .map(Span::parse)
                        .orElse(deep.isPresent() ? Span.parse(Deep.DEFAULT_PERIOD) : COUNT_PERIOD),
                Span.parse(deep.map(Deep::timeout).orElse(Deep.DEFAULT_TIMEOUT)),
                deep.map(Deep::failureThreshold).orElse(Deep.DEFAULT_FAILURE_THRESHOLD),
                deep.map(Deep::successThreshold).orElse(Deep.DEFAULT_SUCCESS_THRESHOLD),
                Span.parse(flapping.map(Deep.Flapping::window).orElse(Deep.Flapping.DEFAULT_WINDOW)),
                flapping.map(Deep.Flapping::maxTransitions).orElse(Deep.Flapping.DEFAULT_MAX_TRANSITIONS));
    }

    private static Goals goals(@Nullable Objectives wire) {
        var objectives = Optional.ofNullable(wire);
        return new Goals(
                objectives.map(Objectives::availability),
                Span.parse(objectives.map(Objectives::window).orElse(Objectives.DEFAULT_WINDOW)),
                Span.of(objectives.map(Objectives::detection).orElse(null)),
                Span.of(objectives.map(Objectives::recovery).orElse(null)));
    }
}
