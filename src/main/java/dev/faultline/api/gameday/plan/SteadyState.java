package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.DnsLabel;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Something that must hold, and when. */
@ValidationRule(
        value = "(has(self.healthProbeRef) ? 1 : 0) + (has(self.http) ? 1 : 0) + (has(self.promQL) ? 1 : 0) == 1",
        message = "must have exactly one of healthProbeRef, http and promQL")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SteadyState(
        @JsonPropertyDescription("The name of the check, in status and messages.") @Required @DnsLabel
        String name,

        @JsonPropertyDescription("When it must hold. Start: before the first fault. End: once everything has been put "
                + "back. Edge: at both. Continuous: all the time from the first look to the end. DuringFault: as long "
                + "as a fault is in force.")
        @Required
        When mode,

        @JsonPropertyDescription("How much it counts in the score, 1 to 100.")
        @Default("" + SteadyState.DEFAULT_WEIGHT)
        @Min(1)
        @Max(100)
        @Nullable
        Integer weight,

        @JsonPropertyDescription("A HealthProbe of the namespace; holds while it is healthy. Omitted: http or promQL.")
        @Nullable
        ProbeRef healthProbeRef,

        @JsonPropertyDescription("A URL; holds while the answer is a good one. Omitted: healthProbeRef or promQL.")
        @Nullable
        HttpCheck http,

        @JsonPropertyDescription(
                "A value in Prometheus; holds while it is within the bound. Omitted: healthProbeRef " + "or http.")
        @Nullable
        PromQl promQL) {
    /** What holds when weight is left out. */
    public static final int DEFAULT_WEIGHT = 1;

    /** When a steady state must hold. */
    public enum When {
        /** Before the first fault. */
        Start,
        /** Once everything has been put back. */
        End,
        /** At both. */
        Edge,
        /** All the time. */
        Continuous,
        /** As long as a fault is in force. */
        DuringFault
    }
}
