package dev.faultline.policy.rollout;

import dev.faultline.policy.budget.Drain;
import dev.faultline.policy.target.Workload;

/**
 * One workload of a policy, as far as a restart of its pods depends on it.
 *
 * @param lacking pods that must be created anew to get the sidecar, or one for all that the policy names; 0 or more
 * @param covered pods that need not
 * @param rejecting whether one of its sidecars refuses its configuration
 * @param suspended whether its new pods get no sidecar, since it has done them harm
 * @param drain what its budget allows now
 */
public record Candidate(
        Workload workload, int lacking, int covered, boolean rejecting, boolean suspended, Drain drain) {}
