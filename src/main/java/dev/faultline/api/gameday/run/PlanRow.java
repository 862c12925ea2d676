package dev.faultline.api.gameday.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What one step is going to do to one workload, or has done. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanRow(
        @JsonPropertyDescription("What is done, in words, such as: kill 1 of 3 pods of Deployment/checkout.")
        @Required
        @Size(min = 1, max = 512)
        String effect,

        @JsonPropertyDescription("Pods that this touches.") @Min(0) @Nullable
        Integer pods,

        @JsonPropertyDescription("The name of the step.") @Required @Size(min = 1, max = 63)
        String step) {}
