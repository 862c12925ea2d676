package dev.faultline.policy.trouble;

import java.time.Instant;

/**
 * A pod that could not be created because of its sidecar.
 *
 * @param message in the words of the workload's controller
 * @param time when it was last tried
 */
public record Refusal(String message, Instant time) {}
