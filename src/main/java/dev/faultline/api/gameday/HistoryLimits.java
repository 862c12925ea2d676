package dev.faultline.api.gameday;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How many runs that are over are kept, the newest. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryLimits(
        @JsonPropertyDescription("Runs that passed, 0 to 100.")
        @Default("" + HistoryLimits.DEFAULT_KEPT)
        @Min(0)
        @Max(100)
        @Nullable
        Integer passed,

        @JsonPropertyDescription(
                "Runs that ended otherwise, 0 to 100. Those that ended RevertFailed are never removed.")
        @Default("" + HistoryLimits.DEFAULT_KEPT)
        @Min(0)
        @Max(100)
        @Nullable
        Integer other) {
    /** What holds when passed or other is left out. */
    public static final int DEFAULT_KEPT = 10;
}
