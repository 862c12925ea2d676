package dev.faultline.policy.rollout;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.policy.target.Workload;
import java.util.Set;

/**
 * What holds for all workloads of a policy.
 *
 * @param namespace the policy's
 * @param mark what a workload is restarted for: one generation of one policy
 * @param underWay workloads whose restart by the operator has not ended
 */
public record Terms(String namespace, String mark, Standing standing, Set<Workload.Key> underWay) {

    /** Whether anything is restarted. */
    public enum Standing {
        /** The operator's settings forbid it. */
        SwitchedOff,
        /** Every sidecar passes all on: somebody is looking for trouble, and a restart would be more of it. */
        Bypassed,
        /** New pods would not get their sidecar for sure yet. */
        Settling,
        Ready
    }

    /** Stays on the workload, so that no later process of the operator does it again. */
    public static String mark(ResiliencePolicy policy) {
        var metadata = policy.getMetadata();
        return metadata.getUid() + "." + metadata.getGeneration();
    }
}
