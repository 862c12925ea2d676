package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** What each run does. It has no metadata: the operator names and labels runs. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunTemplate(
        @JsonPropertyDescription("What is rehearsed: the steps, what must hold meanwhile, and where it stops.")
        @Required
        RehearsalSpec spec) {}
