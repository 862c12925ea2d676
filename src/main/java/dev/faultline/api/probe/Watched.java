package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What was seen in one part of the window; what nobody saw is in neither number. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Watched(
        @JsonPropertyDescription("When this part of the window began.") @Required @Size(min = 1, max = 64)
        String beganTime,

        @JsonPropertyDescription("Time in which a Critical check failed.") @Min(0) @Nullable
        Long downSeconds,

        @JsonPropertyDescription("Time in which none did.") @Min(0) @Nullable
        Long upSeconds) {
    /** Parts of the window at most. */
    public static final int MAX_PARTS = 32;
}
