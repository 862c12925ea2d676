package dev.faultline.api.gameday.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.gameday.plan.SteadyState.When;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What came of one check. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CheckResult(
        @JsonPropertyDescription(
                "The name of the steady state; timeToDetect and timeToRecover for the objectives of time; "
                        + "evict/<step> for an eviction that a budget may refuse.")
        @Required
        @Size(min = 1, max = 128)
        String check,

        @JsonPropertyDescription(
                "When it must hold, as in steadyState: Start, End, Edge, Continuous or DuringFault. Absent: an "
                        + "objective of time, or an eviction.")
        @Nullable
        When mode,

        @JsonPropertyDescription(
                "Pending: not judged yet. Passed: it held. Failed: it did not. Unknown: nobody can tell.")
        @Required
        Result result,

        @JsonPropertyDescription("How much it counts in the score, 1 to 100.") @Min(1) @Max(100) @Nullable
        Integer weight,

        @JsonPropertyDescription("When it was first seen not to hold.") @Size(max = 64) @Nullable
        String firstFailedTime,

        @JsonPropertyDescription("What was seen, and what to do next.") @Size(max = 512) @Nullable
        String message) {
    /** What came of a check. */
    public enum Result {
        /** Not judged yet. */
        Pending,
        /** It held. */
        Passed,
        /** It did not. */
        Failed,
        /** Nobody can tell. */
        Unknown
    }
}
