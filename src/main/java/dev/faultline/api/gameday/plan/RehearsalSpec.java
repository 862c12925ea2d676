package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.Mode;
import dev.faultline.api.schema.ListMap;
import dev.faultline.api.schema.LongDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is rehearsed: the steps, what must hold meanwhile, what is measured, and where it stops. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RehearsalSpec(
        @JsonPropertyDescription("What is believed and shall be shown, in a sentence. Omitted: nothing is said.")
        @Size(max = 1024)
        @Nullable
        String hypothesis,

        @JsonPropertyDescription(
                "Enforce carries the faults out; Audit chooses the targets, looks at every guard rail, "
                        + "says what it found, and changes nothing.")
        @Default(Mode.DEFAULT_NAME)
        @Nullable
        Mode mode,

        @JsonPropertyDescription("Whether somebody must agree before a run begins. Omitted: nobody must.") @Nullable
        Approval approval,

        @JsonPropertyDescription("How long a run may take in all, 1s to 24h, from its first look at the targets; "
                + "what is not over by then is ended, and everything is put back.")
        @Default(RehearsalSpec.DEFAULT_ACTIVE_DEADLINE)
        @LongDuration
        @Nullable
        String activeDeadline,

        @JsonPropertyDescription("What a run may not go beyond. Omitted: the defaults of the block.") @Nullable
        GuardRails guardRails,

        @JsonPropertyDescription("What must hold, and when: 1 to 16. Omitted: nothing is checked but the objectives "
                + "of time; a run without any check ends Inconclusive.")
        @Size(min = 1, max = RehearsalSpec.MAX_STEADY_STATES)
        @ListMap("name")
        @Nullable
        List<SteadyState> steadyState,

        @JsonPropertyDescription("Which times are measured, and which are good enough. Omitted: none.") @Nullable
        Measure measure,

        @JsonPropertyDescription("What is done: 1 to 16. A step begins when all that it is after are over; steps "
                + "that are after none begin at once, side by side.")
        @Required
        @Size(min = 1, max = RehearsalSpec.MAX_STEPS)
        @ListMap("name")
        List<Step> steps) {
    /** The same in another mode. */
    public RehearsalSpec in(Mode other) {
        return new RehearsalSpec(hypothesis, other, approval, activeDeadline, guardRails, steadyState, measure, steps);
    }

    /** What holds when activeDeadline is left out. */
    public static final String DEFAULT_ACTIVE_DEADLINE = "30m";

    /** Steady states at most. */
    public static final int MAX_STEADY_STATES = 16;

    /** Steps at most. */
    public static final int MAX_STEPS = 16;
}
