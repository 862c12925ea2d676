package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.Mode;
import dev.faultline.api.schema.Durations;
import dev.faultline.api.schema.ListMap;
import dev.faultline.api.schema.LongDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is rehearsed: the steps, what must hold meanwhile, what is measured, and where it stops. */
@ValidationRule(
        value = "self.steps.all(i, s, !has(s.after) || s.after.all(a, self.steps.exists(j, t, j < i && t.name == a)))",
        message = "must name in after only steps that are listed before: correct the name, or move the step down",
        fieldPath = ".steps")
@ValidationRule(
        value = "!self.activeDeadline" + Durations.MATCHES + " || self.steps.all(s, !has(s.duration) || !s.duration"
                + Durations.MATCHES + " || duration(s.duration) <= duration(self.activeDeadline))",
        message = "must have no duration that is longer than activeDeadline: shorten it, or raise activeDeadline",
        fieldPath = ".steps")
@ValidationRule(
        value = "self.steps.all(s, !has(s.fault.scaleTo) || s.fault.scaleTo.replicas < 0 || "
                + "s.fault.scaleTo.replicas >= self.?guardRails.minHealthyReplicas.orValue("
                + GuardRails.DEFAULT_MIN_HEALTHY_REPLICAS + "))",
        message = "must have no scaleTo.replicas below guardRails.minHealthyReplicas: raise it, or lower "
                + "minHealthyReplicas, which is 0 where a total loss is rehearsed",
        fieldPath = ".steps")
@ValidationRule(
        value = "!has(self.steadyState) || !has(self.measure) || !has(self.measure.detectedBy) || "
                + "self.steadyState.all(s, !(s.mode in ['Continuous', 'DuringFault']) || !(has(s.healthProbeRef) "
                + "&& has(self.measure.detectedBy.healthProbeRef) && s.healthProbeRef.name == "
                + "self.measure.detectedBy.healthProbeRef.name) && !(has(s.promQL) && "
                + "has(self.measure.detectedBy.promQL) && s.promQL.query == self.measure.detectedBy.promQL.query))",
        message = "must not be a steady state of mode Continuous or DuringFault: what is to notice the fault "
                + "turns bad, and what must hold may not",
        fieldPath = ".measure.detectedBy")
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
