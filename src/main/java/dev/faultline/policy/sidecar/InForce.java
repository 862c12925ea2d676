package dev.faultline.policy.sidecar;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.policy.Intent;
import dev.faultline.policy.call.Call;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/** What the policy of a workload makes of its sidecars at this moment. */
public sealed interface InForce {
    /** These calls are looked after; all others pass through. */
    record Calls(List<Call> calls) implements InForce {}

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
            return new Calls(List.of());
        }
        var policy = winner.get();
        return switch (Intent.read(policy.getSpec(), policy.getMetadata().getNamespace())) {
            case Intent.Reading.Refused _ -> new Unreadable();
            case Intent.Reading.Understood(var intent) -> new Calls(intent.isEnforced() ? intent.calls() : List.of());
        };
    }

    /** @param object a policy or a namespace */
    static boolean isBypassed(HasMetadata object) {
        var annotations = object.getMetadata().getAnnotations();
        return annotations != null && "true".equals(annotations.get(BYPASS));
    }
}
