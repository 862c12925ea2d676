package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** All incidents since the probe was created, so that means survive restarts of the operator. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IncidentCounts(
        @JsonPropertyDescription("Incidents that were detected.") @Min(0) @Nullable
        Long detected,

        @JsonPropertyDescription("Incidents that are over.") @Min(0) @Nullable
        Long recovered,

        @JsonPropertyDescription("Time to detect of all that were detected, added up.") @Min(0) @Nullable
        Long detectionSeconds,

        @JsonPropertyDescription("Time to recover of all that are over, added up.") @Min(0) @Nullable
        Long recoverySeconds) {}
