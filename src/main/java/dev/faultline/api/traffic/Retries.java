package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.CallDuration;
import dev.faultline.api.schema.Durations;
import dev.faultline.api.schema.GrpcMethod;
import dev.faultline.api.schema.HeaderName;
import dev.faultline.api.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often, how fast and for which calls another try is made. An empty block means the defaults.
 *
 * @param attempts tries after the first, 0 to 5. Source: Envoy RetryPolicy.num_retries
 * @param perTryTimeout limit for one try, 1ms to 1h. Source: Envoy RetryPolicy.per_try_timeout
 * @param budgetPercent tries under way as a share of active requests, 1 to 100. Source: Envoy
 *     CircuitBreakers.Thresholds.retry_budget
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Retries(
        @JsonPropertyDescription("Tries after the first, 0 to 5.")
        @Default("" + Retries.DEFAULT_ATTEMPTS)
        @Min(0)
        @Max(5)
        @Nullable
        Integer attempts,

        @JsonPropertyDescription(
                "Limit for one try, 1ms to 1h; at most timeout. Omitted: only timeout holds, and a try "
                        + "that hangs is not made again.")
        @CallDuration
        @Nullable
        String perTryTimeout,

        @JsonPropertyDescription("How long to wait between tries: a random time up to a bound that doubles each time. "
                + "Omitted: the bound goes from 25ms to 250ms.")
        @Nullable
        Backoff backoff,

        @JsonPropertyDescription("Tries under way, as a share of active requests, beyond which there are no more: 1 to "
                + "100. At least 3 are always allowed.")
        @Default("" + Retries.DEFAULT_BUDGET_PERCENT)
        @Min(1)
        @Max(100)
        @Nullable
        Integer budgetPercent,

        @JsonPropertyDescription(
                "Methods tried again on 502, 503 and 504 without an idempotency key: at most 8, never POST or PATCH.")
        @Default(Retries.DEFAULT_METHODS)
        @Size(max = 8)
        @ListSet
        @ValidationRule(
                value = "!self.exists(m, m in ['POST', 'PATCH'])",
                message = "must not name POST or PATCH, which may act twice: remove them and send an idempotency "
                        + "key (idempotencyKeyHeader)")
        @Nullable
        List<HttpMethod> methods,

        @JsonPropertyDescription("The header that makes any method safe to try again.")
        @Default(Retries.DEFAULT_IDEMPOTENCY_KEY_HEADER)
        @HeaderName
        @Nullable
        String idempotencyKeyHeader,

        @JsonPropertyDescription(
                "gRPC methods tried again on UNAVAILABLE, such as pkg.Service/Get: at most 32. Only with "
                        + "protocol GRPC. Omitted: none.")
        @Size(max = 32)
        @ListSet
        @Nullable
        List<@GrpcMethod String> grpcMethods) {
    /** What holds when attempts is left out. */
    public static final int DEFAULT_ATTEMPTS = 2;

    /** What holds when budgetPercent is left out. */
    public static final int DEFAULT_BUDGET_PERCENT = 20;

    /** What holds when methods is left out, as JSON. */
    public static final String DEFAULT_METHODS = "[\"GET\", \"HEAD\", \"OPTIONS\"]";

    /** What holds when the header is left out. */
    public static final String DEFAULT_IDEMPOTENCY_KEY_HEADER = Inbound.DEFAULT_IDEMPOTENCY_KEY_HEADER;

    /**
     * The waits between tries: a random time up to a bound that doubles each time.
     *
     * @param base the first bound, 1ms to 1h. Source: Envoy RetryBackOff.base_interval
     * @param max the last bound, 1ms to 1h. Source: Envoy RetryBackOff.max_interval
     */
    @ValidationRule(
            value = "!has(self.base) || !has(self.max) || !self.base" + Durations.MATCHES + " || !self.max"
                    + Durations.MATCHES + " || duration(self.base) <= duration(self.max)",
            message = "must not be longer than max: shorten it, or raise max",
            fieldPath = ".base")
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Backoff(
            @JsonPropertyDescription(
                    "The first bound, 1ms to 1h; at most max. Omitted: 25ms, or max if that is shorter.")
            @CallDuration
            @Nullable
            String base,

            @JsonPropertyDescription("The last bound, 1ms to 1h. Omitted: ten times base.") @CallDuration @Nullable
            String max) {}
}
