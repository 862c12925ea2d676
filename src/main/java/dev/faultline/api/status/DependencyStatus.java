package dev.faultline.api.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** What was measured of one dependency. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DependencyStatus(
        String dependency,
        State state,
        @Nullable Integer endpoints,
        @Nullable Integer ejected,
        @Nullable Integer retryPercent,
        @Nullable Long requestsPerSecond,
        @Nullable String errorPercent) {
    public enum State {
        Closed,
        Partial,
        Open,
        Unknown
    }
}
