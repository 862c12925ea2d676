package dev.faultline.gameday.plan;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.api.Mode;
import dev.faultline.api.gameday.plan.Approval;
import dev.faultline.api.gameday.plan.GuardRails;
import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.gameday.plan.Step;
import dev.faultline.policy.call.Span;
import dev.faultline.policy.target.Claimant.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is rehearsed, parsed: the part of it that is done.
 *
 * @param approval whether somebody must agree first
 * @param activeDeadline how long it may take in all
 * @param steps in the order of the spec
 */
public record Rehearsal(Mode mode, boolean approval, Duration activeDeadline, Guards guards, List<PlannedStep> steps) {

    /** @param wire has passed the schema */
    public static Rehearsal of(RehearsalSpec wire) {
        return new Rehearsal(
                requireNonNullElse(wire.mode(), Mode.DEFAULT),
                isAsked(wire.approval()),
                Span.parse(requireNonNullElse(wire.activeDeadline(), RehearsalSpec.DEFAULT_ACTIVE_DEADLINE)),
                guards(wire.guardRails()),
                wire.steps().stream().map(Rehearsal::step).toList());
    }

    private static boolean isAsked(@Nullable Approval wire) {
        return wire != null && requireNonNullElse(wire.required(), Approval.DEFAULT_REQUIRED);
    }

    private static Guards guards(@Nullable GuardRails wire) {
        return wire == null
                ? new Guards(GuardRails.DEFAULT_MAX_TARGETS, GuardRails.DEFAULT_MIN_HEALTHY_REPLICAS, Duration.ZERO)
                : new Guards(
                        requireNonNullElse(wire.maxTargets(), GuardRails.DEFAULT_MAX_TARGETS),
                        requireNonNullElse(wire.minHealthyReplicas(), GuardRails.DEFAULT_MIN_HEALTHY_REPLICAS),
                        Span.of(wire.podMinAge()).orElse(Duration.ZERO));
    }

    private static PlannedStep step(Step wire) {
        return new PlannedStep(
                wire.name(),
                requireNonNullElse(wire.after(), List.of()),
                fault(wire.fault()),
                Claim.of(wire.targetSelector(), wire.targets()),
                Amount.parse(wire.count()),
                Span.of(wire.duration()),
                Span.parse(requireNonNullElse(wire.recoverTimeout(), Step.DEFAULT_RECOVER_TIMEOUT)));
    }

    private static Fault fault(dev.faultline.api.gameday.plan.Fault wire) {
        if (wire.podKill() != null) {
            return new Fault.PodKill(Span.of(wire.podKill().gracePeriod()));
        }
        if (wire.podEvict() != null) {
            return new Fault.PodEvict();
        }
        return wire.scaleTo() == null
                ? new Fault.Unsupported(name(wire))
                : new Fault.ScaleTo(wire.scaleTo().replicas());
    }

    private static String name(dev.faultline.api.gameday.plan.Fault wire) {
        if (wire.httpDelay() != null) {
            return "httpDelay";
        }
        if (wire.httpAbort() != null) {
            return "httpAbort";
        }
        if (wire.blackhole() != null) {
            return "blackhole";
        }
        if (wire.nodeDrain() != null) {
            return "nodeDrain";
        }
        return wire.zoneLoss() != null ? "zoneLoss" : "networkDeny";
    }

    /** What of it this version does not carry out, in words. */
    public Optional<String> unsupported() {
        if (approval) {
            return Optional.of("approval.required is true, and this version cannot ask for approval: set it to false");
        }
        return steps.stream()
                .filter(step -> step.fault() instanceof Fault.Unsupported)
                .map(step -> "step " + step.name() + " asks for " + step.fault().name()
                        + ", which this version does not carry out")
                .findFirst();
    }

    /** The step of that name. */
    public PlannedStep step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
