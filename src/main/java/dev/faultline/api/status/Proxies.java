package dev.faultline.api.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How many sidecars there are, and how far they are. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Proxies(
        @JsonPropertyDescription("Pods that should have a sidecar.") @Min(0) @Nullable
        Integer expected,

        @JsonPropertyDescription("Sidecars that are connected to the operator.") @Min(0) @Nullable
        Integer connected,

        @JsonPropertyDescription("Sidecars that run the newest configuration.") @Min(0) @Nullable
        Integer current,

        @JsonPropertyDescription("Sidecars that refused the newest configuration.") @Min(0) @Nullable
        Integer rejected) {}
