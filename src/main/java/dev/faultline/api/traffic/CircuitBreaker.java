package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.LongDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * When calls are refused at once, and when an endpoint is left out for a while. All limits are per pod that calls.
 *
 * @param maxConcurrentRequests calls under way at once, 1 to 1000000. Source: Envoy
 *     CircuitBreakers.Thresholds.max_requests
 * @param maxPendingRequests calls that wait for a connection, 1 to 1000000. Source: Envoy
 *     CircuitBreakers.Thresholds.max_pending_requests
 * @param consecutiveFailures failures in a row, 1 to 1000. Source: Envoy OutlierDetection.consecutive_5xx
 * @param failurePercent share of failed calls, 1 to 100. Source: Envoy
 *     OutlierDetection.failure_percentage_threshold
 * @param ejectionTime how long an endpoint is left out the first time, 1s to 24h. Source: Envoy
 *     OutlierDetection.base_ejection_time
 * @param maxEjectedPercent share of endpoints that may be left out at once, 1 to 100. Source: Envoy
 *     OutlierDetection.max_ejection_percent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CircuitBreaker(
        @JsonPropertyDescription("Calls under way at once, 1 to 1000000 (TCP: connections).")
        @Default("" + CircuitBreaker.DEFAULT_MAX_CONCURRENT_REQUESTS)
        @Min(1)
        @Max(1_000_000)
        @Nullable
        Integer maxConcurrentRequests,

        @JsonPropertyDescription("Calls that wait for a connection at once, 1 to 1000000.")
        @Default("" + CircuitBreaker.DEFAULT_MAX_PENDING_REQUESTS)
        @Min(1)
        @Max(1_000_000)
        @Nullable
        Integer maxPendingRequests,

        @JsonPropertyDescription("Failures in a row after which an endpoint is left out, 1 to 1000.")
        @Default("" + CircuitBreaker.DEFAULT_CONSECUTIVE_FAILURES)
        @Min(1)
        @Max(1000)
        @Nullable
        Integer consecutiveFailures,

        @JsonPropertyDescription("Share of failed calls above which an endpoint is left out, 1 to 100. Omitted: only "
                + "consecutiveFailures counts.")
        @Min(1)
        @Max(100)
        @Nullable
        Integer failurePercent,

        @JsonPropertyDescription("How long an endpoint is left out the first time, 1s to 24h; longer each time after.")
        @Default(CircuitBreaker.DEFAULT_EJECTION_TIME)
        @LongDuration
        @Nullable
        String ejectionTime,

        @JsonPropertyDescription(
                "Share of endpoints that may be left out at once, 1 to 100; at most 50 when consistency "
                        + "is Available. One endpoint may always be left out. Omitted: 50 when Available, 100 when "
                        + "Consistent.")
        @Min(1)
        @Max(100)
        @Nullable
        Integer maxEjectedPercent) {
    /** What holds when maxConcurrentRequests is left out. Source: Envoy CircuitBreakers.Thresholds. */
    public static final int DEFAULT_MAX_CONCURRENT_REQUESTS = 1024;

    /** What holds when maxPendingRequests is left out. Source: Envoy CircuitBreakers.Thresholds. */
    public static final int DEFAULT_MAX_PENDING_REQUESTS = 1024;

    /** What holds when consecutiveFailures is left out. */
    public static final int DEFAULT_CONSECUTIVE_FAILURES = 5;

    /** What holds when ejectionTime is left out. */
    public static final String DEFAULT_EJECTION_TIME = "10s";
}
