package dev.faultline.envoy;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * When calls are refused at once, and when an endpoint is left out.
 *
 * @param maxRequests calls under way at once (TCP: connections), 1 to 1000000. Source: Envoy
 *     CircuitBreakers.Thresholds.max_requests
 * @param maxPending calls that wait for a connection, 1 to 1000000. Source: Envoy
 *     CircuitBreakers.Thresholds.max_pending_requests
 * @param retryPercent tries under way as a share of active requests, 1 to 100. Source: Envoy
 *     CircuitBreakers.Thresholds.retry_budget
 */
public record Breaker(int maxRequests, int maxPending, int retryPercent, Ejection ejection) {

    /**
     * When an endpoint is left out.
     *
     * @param consecutiveFailures failures in a row, 1 to 1000. Source: Envoy OutlierDetection.consecutive_5xx
     * @param failurePercent share of failed calls, 1 to 100; empty where only failures in a row count. Source: Envoy
     *     OutlierDetection.failure_percentage_threshold
     * @param time how long the first time, 1 s to 24 h. Source: Envoy OutlierDetection.base_ejection_time
     * @param maxPercent share of endpoints that may be left out at once, 1 to 100. Source: Envoy
     *     OutlierDetection.max_ejection_percent
     */
    public record Ejection(int consecutiveFailures, OptionalInt failurePercent, Duration time, int maxPercent) {}
}
