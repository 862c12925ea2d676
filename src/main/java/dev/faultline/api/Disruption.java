package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** How many pods a voluntary disruption may take at once. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Disruption(
        @Nullable IntOrString maxUnavailable, @Nullable UnhealthyPodEvictionPolicy unhealthyPodEvictionPolicy) {}
