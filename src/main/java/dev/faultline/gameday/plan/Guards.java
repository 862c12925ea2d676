package dev.faultline.gameday.plan;

import java.time.Duration;

/**
 * How far a run may go.
 *
 * @param maxTargets pods over all steps, 1 or more
 * @param minHealthyReplicas ready pods that each workload keeps, 0 or more
 * @param podMinAge younger pods are left alone; zero for none
 */
public record Guards(int maxTargets, int minHealthyReplicas, Duration podMinAge) {}
