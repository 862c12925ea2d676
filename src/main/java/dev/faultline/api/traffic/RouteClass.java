package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.CallDuration;
import dev.faultline.api.schema.DnsLabel;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Requests that are treated alike. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteClass(
        @JsonPropertyDescription("The name of the class, in metrics and messages.") @Required @DnsLabel
        String name,

        @JsonPropertyDescription(
                "Which requests belong to the class. Omitted: all that no other class takes; one class only.")
        @Nullable
        RouteMatch match,

        @JsonPropertyDescription(
                "A share of maxConcurrentRequests that only this class uses, and all that it can use: 1 "
                        + "to 100. Omitted: the class shares what no class reserves.")
        @Min(1)
        @Max(100)
        @Nullable
        Integer reservedPercent,

        @JsonPropertyDescription(
                "The deadline of these requests, 1ms to 1h; at most deadline.max of the port. The caller's own "
                        + "counts where it is shorter. Omitted: the deadline of the port.")
        @CallDuration
        @Nullable
        String deadline,

        @JsonPropertyDescription("Whether a write that may act twice (POST, PATCH; every call of gRPC) is refused "
                + "without the idempotency key header (400). Presence is checked; telling repeats apart is the "
                + "application's part.")
        @Default("" + RouteClass.DEFAULT_REQUIRE_IDEMPOTENCY_KEY)
        @Nullable
        Boolean requireIdempotencyKey,

        @JsonPropertyDescription("How many of these requests a pod takes in a time (429 beyond). Omitted: no limit.")
        @Nullable
        RateLimit rateLimit) {
    /** What holds when nothing is said. */
    public static final boolean DEFAULT_REQUIRE_IDEMPOTENCY_KEY = false;
}
