package dev.faultline.api.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What was measured of one dependency, over all sidecars. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DependencyStatus(
        @JsonPropertyDescription("The name of the dependency.") @Required @Size(min = 1, max = 63)
        String dependency,

        @JsonPropertyDescription(
                "How the breaker stands, in the sidecar where it stands worst. Closed: all calls go to all endpoints. Partial: some endpoints "
                        + "are left out. Open: calls are refused, or no endpoint is left to call. Unknown: no sidecar has told "
                        + "yet.")
        @Required
        State state,

        @JsonPropertyDescription("Endpoints there are, ejected ones among them.") @Min(0) @Nullable
        Integer endpoints,

        @JsonPropertyDescription(
                "Endpoints that are left out for their failures, as the sidecar sees it that leaves out most.")
        @Min(0)
        @Nullable
        Integer ejected,

        @JsonPropertyDescription(
                "Retries for 100 calls, 0 to 500, in the last minute. Absent where there were no calls.")
        @Min(0)
        @Max(500)
        @Nullable
        Integer retryPercent,

        @JsonPropertyDescription(
                "Calls in a second, all sidecars together, in the last minute; of TCP, connections. Moves only when it has changed by a tenth.")
        @Min(0)
        @Nullable
        Long requestsPerSecond,

        @JsonPropertyDescription(
                "Calls that failed for the caller (status 5xx; of gRPC, another status than OK; of TCP, connections that failed), for 100 calls in the last minute, such as 2.1. Absent where there were no calls.")
        @Size(max = 8)
        @Nullable
        String errorPercent) {
    /** How a circuit breaker stands. */
    public enum State {
        /** All calls are let through to all endpoints. */
        Closed,
        /** Some endpoints are left out. */
        Partial,
        /** Calls are refused, or no endpoint is left to call. */
        Open,
        /** No sidecar has told yet. */
        Unknown
    }
}
