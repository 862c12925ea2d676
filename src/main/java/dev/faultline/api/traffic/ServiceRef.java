package dev.faultline.api.traffic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.DnsLabel;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A Service and one of its ports. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceRef(
        @JsonPropertyDescription("The name of the Service.") @Required @DnsLabel
        String name,

        @JsonPropertyDescription("The namespace of the Service. Omitted: that of the policy.") @DnsLabel @Nullable
        String namespace,

        @JsonPropertyDescription("The port of the Service, 1 to 65535.") @Required @Min(1) @Max(65535)
        Integer port) {}
