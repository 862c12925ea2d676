package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A time in which Critical checks failed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Incident(
        @JsonPropertyDescription("The first bad result.") @Required @Size(min = 1, max = 64)
        String beganTime,

        @JsonPropertyDescription("What brought it about, where that is known, such as GameDayRun/db-kill-29824320.")
        @Size(max = 320)
        @Nullable
        String cause,

        @JsonPropertyDescription("The Critical checks that failed: at most 32.") @Size(max = 32) @Nullable
        List<@Size(max = 63) String> checks,

        @JsonPropertyDescription("From the first bad result until the threshold was met.") @Min(0) @Nullable
        Long detectionSeconds,

        @JsonPropertyDescription("From the first bad result until the first good one after which the checks stayed "
                + "good. Absent while the incident lasts.")
        @Min(0)
        @Nullable
        Long recoverySeconds) {
    /** Incidents shown at most, the newest. */
    public static final int MAX_SHOWN = 5;
}
