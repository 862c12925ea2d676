package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.Durations;
import dev.faultline.api.schema.LongDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What is good enough. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Objectives(
        @JsonPropertyDescription("Share of the window in which no Critical check fails, in percent, such as \"99.9\". "
                + "Omitted: availability is measured, and not judged.")
        @Size(max = 16)
        @ValidationRule(
                value = "self.matches('^[0-9]{1,2}([.][0-9]{1,4})?$') && double(self) > 0.0",
                message = "must be a number above 0 and below 100 with at most 4 decimals, such as 99.9")
        @Nullable
        String availability,

        @JsonPropertyDescription("How far back availability looks, 1h to 2160h.")
        @Default(Objectives.DEFAULT_WINDOW)
        @Size(max = 64)
        @ValidationRule(
                value = "self" + Durations.MATCHES
                        + " && duration(self) >= duration('1h') && duration(self) <= duration('2160h')",
                message = "must be a duration such as 24h or 720h, from 1h to 2160h")
        @Nullable
        String window,

        @JsonPropertyDescription("Mean time from the first bad result of an incident to its detection, 1s to 24h. "
                + "Omitted: it is measured, and not judged.")
        @LongDuration
        @Nullable
        String detection,

        @JsonPropertyDescription("Mean time from the first bad result of an incident to the first good one after it, "
                + "1s to 24h. Omitted: it is measured, and not judged.")
        @LongDuration
        @Nullable
        String recovery) {
    /** What holds when window is left out. */
    public static final String DEFAULT_WINDOW = "720h";
}
