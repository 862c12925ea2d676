package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.traffic.Dependency;
import dev.faultline.api.traffic.Inbound;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user wants for a workload, as written. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResiliencePolicySpec(
        @JsonPropertyDescription("") @Nullable List<TargetRef> targetRefs,
        @JsonPropertyDescription("") @Nullable LabelSelector targetSelector,
        @JsonPropertyDescription("") @Nullable Mode mode,
        @JsonPropertyDescription("") @Nullable Consistency consistency,
        @JsonPropertyDescription("") @Nullable Rollout rollout,
        @JsonPropertyDescription("") @Nullable Disruption disruption,
        @JsonPropertyDescription("") @Nullable Spread spread,
        @JsonPropertyDescription("") @Nullable List<Inbound> inbound,
        @JsonPropertyDescription("") @Nullable List<Dependency> dependencies,
        @JsonPropertyDescription("") @Nullable Telemetry telemetry) {}
