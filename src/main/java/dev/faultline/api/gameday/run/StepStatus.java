package dev.faultline.api.gameday.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How far one step is. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StepStatus(
        @JsonPropertyDescription("The name of the step.") @Required @Size(min = 1, max = 63)
        String atStep,

        @JsonPropertyDescription(
                "How far the step is. Waiting: for the steps that it is after. Injecting: what it will do "
                        + "is written down, and the fault is carried out. Verifying: its effect is looked for. "
                        + "Holding: the fault lasts. Reverting: the fault is taken back. Recovering: the workloads "
                        + "become whole. Done: it is over.")
        @Required
        StepPhase phase,

        @JsonPropertyDescription("When the step began.") @Size(max = 64) @Nullable
        String startTime,

        @JsonPropertyDescription(
                "When the effect of the fault was first seen: what the time to detect is measured from.")
        @Size(max = 64)
        @Nullable
        String effectiveTime,

        @JsonPropertyDescription("Until when the fault lasts.") @Size(max = 64) @Nullable
        String holdUntilTime,

        @JsonPropertyDescription("When everything the step had changed was put back.") @Size(max = 64) @Nullable
        String revertedTime,

        @JsonPropertyDescription("When the step was over.") @Size(max = 64) @Nullable
        String endTime,

        @JsonPropertyDescription("What is the case and what to do next.") @Size(max = 512) @Nullable
        String message) {
    /** How far a step is. */
    public enum StepPhase {
        /** For the steps that it is after. */
        Waiting,
        /** What it will do is written down, and the fault is carried out. */
        Injecting,
        /** Its effect is looked for. */
        Verifying,
        /** The fault lasts. */
        Holding,
        /** The fault is taken back. */
        Reverting,
        /** The workloads become whole. */
        Recovering,
        /** It is over. */
        Done
    }
}
