package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Something the workload calls, and how. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Dependency(
        String name,
        @Nullable ServiceRef serviceRef,
        @Nullable External external,
        @Nullable Protocol protocol,
        @Nullable Criticality criticality,
        @Nullable Integer listenPort,
        @Nullable String connectTimeout,
        @Nullable String timeout,
        @Nullable String idleTimeout,
        @Nullable Retries retries,
        @Nullable CircuitBreaker circuitBreaker,
        @Nullable Fallback fallback) {
    public enum Protocol {
        HTTP,
        HTTP2,
        GRPC,
        TCP
    }

    public enum Criticality {
        Hard,
        Soft
    }
}
