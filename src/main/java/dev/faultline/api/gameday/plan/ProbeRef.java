package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.DnsSubdomain;
import io.fabric8.generator.annotation.Required;

/** A HealthProbe of the namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProbeRef(
        @JsonPropertyDescription("The name of the HealthProbe.") @Required @DnsSubdomain
        String name) {}
