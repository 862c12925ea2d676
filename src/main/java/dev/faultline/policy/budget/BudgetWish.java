package dev.faultline.policy.budget;

import dev.faultline.api.Consistency;
import dev.faultline.api.UnhealthyPodEvictionPolicy;
import io.fabric8.kubernetes.api.model.IntOrString;

/** What a policy asks of the budget, with what it leaves open said as such. */
public record BudgetWish(Consistency consistency, Limit limit, Eviction eviction) {

    /** How many pods may be away at once. */
    public sealed interface Limit {
        record Derived() implements Limit {}

        record Explicit(IntOrString maxUnavailable) implements Limit {}
    }

    /** Which unhealthy pods may be evicted. */
    public sealed interface Eviction {
        record Derived() implements Eviction {}

        record Explicit(UnhealthyPodEvictionPolicy policy) implements Eviction {}
    }
}
