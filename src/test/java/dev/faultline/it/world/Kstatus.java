package dev.faultline.it.world;

/**
 * What Helm, Flux and Argo CD make of a resource's status.
 * Source: sigs.k8s.io/cli-utils kstatus, the generic rules.
 */
public enum Kstatus {
    Current,
    InProgress,
    Failed;

    public static Kstatus of(PolicyView policy) {
        if (policy.observedGeneration() != policy.generation()) {
            return InProgress;
        }
        if (is(policy, "Reconciling", "True")) {
            return InProgress;
        }
        if (is(policy, "Stalled", "True")) {
            return Failed;
        }
        return is(policy, "Ready", "False") || is(policy, "Ready", "Unknown") ? InProgress : Current;
    }

    private static boolean is(PolicyView policy, String type, String status) {
        return policy.conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals(type) && condition.status().equals(status));
    }
}
