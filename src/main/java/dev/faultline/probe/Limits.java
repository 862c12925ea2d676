package dev.faultline.probe;

/**
 * How far a readiness gate may go.
 *
 * @param maxGatedPercent of a workload's pods that may be out of service at once, 1 to 100
 * @param sharedFailurePercent of its judged pods that fail alike, from which on the cause is a shared one, 1 to 100
 */
public record Limits(int maxGatedPercent, int sharedFailurePercent) {}
