package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.DnsLabel;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What ends a run at once. */
@ValidationRule(
        value = "has(self.healthProbeRef) != has(self.promQL)",
        message = "must have either healthProbeRef or promQL: write exactly one of them")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StopCondition(
        @JsonPropertyDescription("The name of the condition, in status and messages.") @Required @DnsLabel
        String name,

        @JsonPropertyDescription("A HealthProbe of the namespace; met when it is not healthy. Either this or promQL.")
        @Nullable
        ProbeRef healthProbeRef,

        @JsonPropertyDescription(
                "A value in Prometheus; met when it is beyond the bound. Either this or " + "healthProbeRef.")
        @Nullable
        PromQl promQL) {}
