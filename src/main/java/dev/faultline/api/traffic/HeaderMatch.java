package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.HeaderName;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One request header and the value it must have. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeaderMatch(
        @JsonPropertyDescription("The name of the header; upper and lower case are the same.") @Required @HeaderName
        String name,

        @JsonPropertyDescription("The exact value, 1 to 256 characters.") @Required @Size(min = 1, max = 256)
        String value) {}
