package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Something that is good or bad at each moment. */
@ValidationRule(
        value = "has(self.healthProbeRef) != has(self.promQL)",
        message = "must have either healthProbeRef or promQL: write exactly one of them")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SignalRef(
        @JsonPropertyDescription("A HealthProbe of the namespace; bad while it is not healthy. Either this or promQL.")
        @Nullable
        ProbeRef healthProbeRef,

        @JsonPropertyDescription(
                "A value in Prometheus; bad while it is beyond the bound. Either this or " + "healthProbeRef.")
        @Nullable
        PromQl promQL) {}
