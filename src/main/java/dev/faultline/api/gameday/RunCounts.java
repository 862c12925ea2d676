package dev.faultline.api.gameday;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** The runs that are kept, counted by how they ended. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RunCounts(
        @JsonPropertyDescription("Runs that ended Passed.") @Min(0) @Nullable
        Integer passed,

        @JsonPropertyDescription("Runs that ended Failed.") @Min(0) @Nullable
        Integer failed,

        @JsonPropertyDescription("Runs that ended Aborted.") @Min(0) @Nullable
        Integer aborted,

        @JsonPropertyDescription("Runs that ended Skipped.") @Min(0) @Nullable
        Integer skipped,

        @JsonPropertyDescription("Runs that ended Inconclusive.") @Min(0) @Nullable
        Integer inconclusive,

        @JsonPropertyDescription("Runs that ended RevertFailed.") @Min(0) @Nullable
        Integer revertFailed) {}
