package dev.faultline.cluster.election;

import java.time.Duration;

/**
 * The Lease, and how replicas share it.
 *
 * @param identity unique among replicas: the pod's name
 * @param duration how long a Lease holds without renewal
 * @param renewDeadline how long its holder tries to renew it before giving up; shorter than the duration
 * @param retryPeriod pause between tries; shorter than the renew deadline
 */
public record Terms(
        String namespace,
        String name,
        String identity,
        Duration duration,
        Duration renewDeadline,
        Duration retryPeriod) {}
