package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often one call is tried again. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Retries(
        @Nullable Integer attempts,
        @Nullable String perTryTimeout,
        @Nullable Backoff backoff,
        @Nullable Integer budgetPercent,
        @Nullable List<HttpMethod> methods,
        @Nullable String idempotencyKeyHeader,
        @Nullable List<String> grpcMethods) {
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Backoff(@Nullable String base, @Nullable String max) {}
}
