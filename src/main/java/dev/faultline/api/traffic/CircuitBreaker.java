package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** When a dependency is given a rest. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CircuitBreaker(
        @Nullable Integer maxConcurrentRequests,
        @Nullable Integer maxPendingRequests,
        @Nullable Integer consecutiveFailures,
        @Nullable Integer failurePercent,
        @Nullable String ejectionTime,
        @Nullable Integer maxEjectedPercent) {}
