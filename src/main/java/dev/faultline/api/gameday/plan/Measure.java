package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.LongDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Which times are measured, and which are good enough. */
@ValidationRule(
        value = "!has(self.targetDetect) || has(self.detectedBy)",
        message = "must not be set without detectedBy: write what is to notice the fault, or remove it",
        fieldPath = ".targetDetect")
@ValidationRule(
        value = "!has(self.targetRecover) || has(self.sli)",
        message = "must not be set without sli: write what users feel, or remove it",
        fieldPath = ".targetRecover")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Measure(
        @JsonPropertyDescription("What the users of the workload feel; the time to recover is its first bad moment to "
                + "the first after which it stays good. Omitted: no time to recover is measured.")
        @Nullable
        SignalRef sli,

        @JsonPropertyDescription(
                "What is to notice the fault; the time to detect is from the effect of the fault until "
                        + "this turns bad. Omitted: no time to detect is measured.")
        @Nullable
        SignalRef detectedBy,

        @JsonPropertyDescription("The longest time to detect that is good enough, 1s to 24h; it counts as a check. "
                + "Omitted: it is measured, and not judged.")
        @LongDuration
        @Nullable
        String targetDetect,

        @JsonPropertyDescription("The longest time to recover that is good enough, 1s to 24h; it counts as a check. "
                + "Omitted: it is measured, and not judged.")
        @LongDuration
        @Nullable
        String targetRecover,

        @JsonPropertyDescription("How long sli must stay good to count as recovered, 1s to 24h.")
        @Default(Measure.DEFAULT_STABLE)
        @LongDuration
        @Nullable
        String stable) {
    /** What holds when stable is left out. */
    public static final String DEFAULT_STABLE = "30s";
}
