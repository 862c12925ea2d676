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
                "How the breaker stands. Closed: all calls go to all endpoints. Partial: some endpoints "
                        + "are left out. Open: calls are refused, or all endpoints are left out. Unknown: no sidecar has told "
                        + "yet.")
        @Required
        State state,

        @JsonPropertyDescription("Endpoints there are.") @Min(0) @Nullable
        Integer endpoints,

        @JsonPropertyDescription("Endpoints left out now.") @Min(0) @Nullable
        Integer ejected,

        @JsonPropertyDescription("Retries, as a share of calls, 0 to 100.") @Min(0) @Max(100) @Nullable
        Integer retryPercent,

        @JsonPropertyDescription("Calls in a second.") @Min(0) @Nullable
        Long requestsPerSecond,

        @JsonPropertyDescription("Failed calls, as a share of calls, 0 to 100, such as 2.1.") @Size(max = 8) @Nullable
        String errorPercent) {
    /** How a circuit breaker stands. */
    public enum State {
        /** All calls are let through to all endpoints. */
        Closed,
        /** Some endpoints are left out. */
        Partial,
        /** Calls are refused, or all endpoints are left out. */
        Open,
        /** No sidecar has told yet. */
        Unknown
    }
}
