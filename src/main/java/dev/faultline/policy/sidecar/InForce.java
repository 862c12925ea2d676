package dev.faultline.policy.sidecar;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.policy.Intent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/** What the policy of a workload makes of its sidecars at this moment. */
public sealed interface InForce {
    record Rules(TrafficRules rules) implements InForce {}

    /** The spec cannot be read: what was in force before stays. */
    record Unreadable() implements InForce {}

    /** Turns every sidecar concerned into plain pass-through, on a policy or a namespace. */
    String BYPASS = "faultline.dev/bypass";

    /**
     * @param winner the policy that has the workload; empty where none has
     * @param bypassed whether namespace or operator say so; the policy is asked here
     */
    static InForce of(Optional<ResiliencePolicy> winner, boolean bypassed) {
        if (winner.isEmpty() || bypassed || isBypassed(winner.get())) {
            return new Rules(TrafficRules.NONE);
        }
        var policy = winner.get();
        return switch (Intent.read(policy.getSpec(), policy.getMetadata().getNamespace())) {
            case Intent.Reading.Refused _ -> new Unreadable();
            case Intent.Reading.Understood(var intent) ->
                new Rules(
                        intent.isEnforced() ? new TrafficRules(intent.calls(), intent.requests()) : TrafficRules.NONE);
        };
    }

    /** @param object a policy or a namespace */
    static boolean isBypassed(HasMetadata object) {
        var annotations = object.getMetadata().getAnnotations();
        return annotations != null && "true".equals(annotations.get(BYPASS));
    }
}
