package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.Durations;
import dev.faultline.api.schema.ListMap;
import dev.faultline.api.schema.LongDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that the operator makes, and how their results are judged. */
@ValidationRule(
        value = "!self.timeout" + Durations.MATCHES + " || !self.period" + Durations.MATCHES
                + " || duration(self.timeout) <= duration(self.period)",
        message = "must not be longer than period: shorten it, or raise period",
        fieldPath = ".timeout")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Deep(
        @JsonPropertyDescription("How often each check is made, 1s to 10m; the first time after a random part of it.")
        @Default(Deep.DEFAULT_PERIOD)
        @Size(max = 64)
        @ValidationRule(
                value = "self" + Durations.MATCHES
                        + " && duration(self) >= duration('1s') && duration(self) <= duration('10m')",
                message = "must be a duration such as 10s, 2m or 1m30s, from 1s to 10m")
        @Nullable
        String period,

        @JsonPropertyDescription("How long one check may take in all, 10ms to 1m; at most period.")
        @Default(Deep.DEFAULT_TIMEOUT)
        @Size(max = 64)
        @ValidationRule(
                value = "self" + Durations.MATCHES
                        + " && duration(self) >= duration('10ms') && duration(self) <= duration('1m')",
                message = "must be a duration such as 800ms, 2s or 1m, from 10ms to 1m")
        @Nullable
        String timeout,

        @JsonPropertyDescription("Bad results in a row after which a check fails, 1 to 100.")
        @Default("" + Deep.DEFAULT_FAILURE_THRESHOLD)
        @Min(1)
        @Max(100)
        @Nullable
        Integer failureThreshold,

        @JsonPropertyDescription("Good results in a row after which a check that failed passes again, 1 to 100.")
        @Default("" + Deep.DEFAULT_SUCCESS_THRESHOLD)
        @Min(1)
        @Max(100)
        @Nullable
        Integer successThreshold,

        @JsonPropertyDescription(
                "When a check that goes to and fro is said to flap. Omitted: the defaults of the " + "block.")
        @Nullable
        Flapping flapping,

        @JsonPropertyDescription("What is checked: 1 to 32.") @Required @Size(min = 1, max = 32) @ListMap("name")
        List<Check> checks) {
    /** What holds when period is left out. */
    public static final String DEFAULT_PERIOD = "15s";

    /** What holds when timeout is left out. */
    public static final String DEFAULT_TIMEOUT = "3s";

    /** What holds when failureThreshold is left out. */
    public static final int DEFAULT_FAILURE_THRESHOLD = 3;

    /** What holds when successThreshold is left out. */
    public static final int DEFAULT_SUCCESS_THRESHOLD = 2;

    /** When a check is said to flap. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Flapping(
            @JsonPropertyDescription("How far back transitions count, 1s to 24h.")
            @Default(Flapping.DEFAULT_WINDOW)
            @LongDuration
            @Nullable
            String window,

            @JsonPropertyDescription(
                    "Transitions between passing and failing that are allowed within the window, 1 to 60.")
            @Default("" + Flapping.DEFAULT_MAX_TRANSITIONS)
            @Min(1)
            @Max(60)
            @Nullable
            Integer maxTransitions) {
        /** What holds when window is left out. */
        public static final String DEFAULT_WINDOW = "10m";

        /** What holds when maxTransitions is left out. */
        public static final int DEFAULT_MAX_TRANSITIONS = 4;
    }
}
