package dev.faultline.api.gameday.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.DnsSubdomain;
import io.fabric8.generator.annotation.Required;

/** The GameDay that is run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GameDayRef(
        @JsonPropertyDescription("The name of the GameDay, in the namespace of the run.") @Required @DnsSubdomain
        String name) {}
