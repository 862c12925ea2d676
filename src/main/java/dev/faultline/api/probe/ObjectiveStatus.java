package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Whether one objective is met. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ObjectiveStatus(
        @JsonPropertyDescription("Which objective: Availability, Detection or Recovery.") @Required
        Goal goal,

        @JsonPropertyDescription("What was measured, beside what is wanted.") @Required @Size(min = 1, max = 1024)
        String message,

        @JsonPropertyDescription("Whether it is met: Met or Missed; Unknown while nothing has been measured.") @Required
        State state) {
    /** What is wanted. */
    public enum Goal {
        /** Share of the window without a failing Critical check. */
        Availability,
        /** Mean time to detect. */
        Detection,
        /** Mean time to recover. */
        Recovery
    }

    /** Whether an objective is met. */
    public enum State {
        /** It is. */
        Met,
        /** It is not. */
        Missed,
        /** Nothing has been measured yet. */
        Unknown
    }
}
