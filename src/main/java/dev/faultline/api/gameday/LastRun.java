package dev.faultline.api.gameday;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How the newest run that is over ended. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LastRun(
        @JsonPropertyDescription("The name of the run.") @Required @Size(min = 1, max = 253)
        String name,

        @JsonPropertyDescription("How it ended: Passed, Failed, Aborted, Skipped, Inconclusive or RevertFailed.")
        @Required
        Outcome outcome,

        @JsonPropertyDescription("Why, in one word: " + OutcomeReason.WORDS + ".") @Nullable
        OutcomeReason reason,

        @JsonPropertyDescription("The share of checks that passed, by their weight, 0 to 100.")
        @Min(0)
        @Max(100)
        @Nullable
        Integer score,

        @JsonPropertyDescription("When it was over.") @Size(max = 64) @Nullable
        String completionTime) {}
