package dev.faultline.policy;

import dev.faultline.api.Consistency;
import dev.faultline.api.Disruption;
import dev.faultline.api.Mode;
import dev.faultline.api.ResiliencePolicySpec;
import dev.faultline.api.Rollout;
import dev.faultline.api.traffic.Dependency;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.policy.budget.BudgetWish;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.call.Deadlines;
import dev.faultline.policy.call.Telling;
import dev.faultline.policy.inbound.Requests;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy's spec with every default filled in.
 *
 * @param needsSidecar whether it asks for more than budgets and spread
 * @param calls what it wants of calls to dependencies
 * @param requests what it wants of requests to its workloads
 * @param deadlines what it wants of requests
 */
public record Intent(
        Mode mode,
        Rollout rollout,
        BudgetWish budget,
        boolean needsSidecar,
        List<Call> calls,
        List<Requests> requests,
        Deadlines deadlines) {

    /** What reading a spec gives. The schema refuses most of what is refused here, but not what was stored before it. */
    public sealed interface Reading {
        record Understood(Intent intent) implements Reading {}

        /** @param message field path, what is wrong, what to write instead */
        record Refused(String message) implements Reading {}
    }

    private static final Pattern PERCENT = Pattern.compile("(100|[1-9][0-9]?)%");

    public boolean isEnforced() {
        return mode == Mode.Enforce;
    }

    /** Whether the operator is to restart pods that lack the sidecar. */
    public boolean restartsPods() {
        return isEnforced() && rollout == Rollout.Automatic;
    }

    /** @param namespace the policy's */
    public static Reading read(ResiliencePolicySpec spec, String namespace) {
        if (spec.unreadable() != null) {
            return new Reading.Refused(spec.unreadable() + "; write the resource again as this version describes it");
        }
        var named = spec.targetRefs() != null && !spec.targetRefs().isEmpty();
        if (named == (spec.targetSelector() != null)) {
            return new Reading.Refused("spec: set exactly one of targetRefs and targetSelector");
        }
        var consistency = Objects.requireNonNullElse(spec.consistency(), Consistency.Available);
        var limit = limit(spec.disruption());
        if (limit instanceof BudgetWish.Limit.Explicit(var value)) {
            if (!isUsable(value)) {
                return new Reading.Refused("spec.disruption.maxUnavailable is " + value.getValue()
                        + "; use 1 or more, or a percentage from 1% to 100%");
            }
            if (consistency == Consistency.Consistent && value.getIntVal() == null) {
                return new Reading.Refused("spec.disruption.maxUnavailable is " + value.getValue()
                        + "; use a number of pods, since a share of a quorum is not a quorum");
            }
        }
        var context = new Call.Context(namespace, consistency, Telling.of(spec.telemetry()));
        return new Reading.Understood(new Intent(
                Objects.requireNonNullElse(spec.mode(), Mode.Enforce),
                Objects.requireNonNullElse(spec.rollout(), Rollout.DEFAULT),
                new BudgetWish(consistency, limit, eviction(spec.disruption())),
                isPresent(spec.inbound()) || isPresent(spec.dependencies()),
                dependencies(spec)
                        .flatMap(wire -> Call.of(wire, context).stream())
                        .toList(),
                inbound(spec).stream()
                        .map(wire -> Requests.of(wire, context.told()))
                        .toList(),
                Deadlines.of(inbound(spec))));
    }

    private static BudgetWish.Limit limit(@Nullable Disruption disruption) {
        return disruption == null || disruption.maxUnavailable() == null
                ? new BudgetWish.Limit.Derived()
                : new BudgetWish.Limit.Explicit(disruption.maxUnavailable());
    }

    private static BudgetWish.Eviction eviction(@Nullable Disruption disruption) {
        return disruption == null || disruption.unhealthyPodEvictionPolicy() == null
                ? new BudgetWish.Eviction.Derived()
                : new BudgetWish.Eviction.Explicit(disruption.unhealthyPodEvictionPolicy());
    }

    private static boolean isUsable(IntOrString value) {
        return value.getIntVal() == null ? PERCENT.matcher(value.getStrVal()).matches() : value.getIntVal() > 0;
    }

    private static Stream<Dependency> dependencies(ResiliencePolicySpec spec) {
        return Objects.requireNonNullElse(spec.dependencies(), List.<Dependency>of()).stream();
    }

    private static List<Inbound> inbound(ResiliencePolicySpec spec) {
        return Objects.requireNonNullElse(spec.inbound(), List.of());
    }

    private static boolean isPresent(@Nullable List<?> list) {
        return list != null && !list.isEmpty();
    }
}
