package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Requests that are treated alike. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteClass(
        String name,
        @Nullable RouteMatch match,
        @Nullable Integer reservedPercent,
        @Nullable String deadline,
        @Nullable Boolean requireIdempotencyKey,
        @Nullable RateLimit rateLimit) {}
