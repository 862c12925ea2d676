package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.Finding;
import dev.faultline.api.status.Proxies;
import dev.faultline.api.status.TargetStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How things stand for one policy. Every field is absent until there is something to say. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResiliencePolicyStatus(
        @Nullable Long observedGeneration,
        @Nullable String summary,
        @Nullable Integer score,
        @Nullable String programmedTargets,
        @Nullable List<TargetStatus> targets,
        @Nullable Proxies proxies,
        @Nullable List<DependencyStatus> dependencies,
        @Nullable List<Finding> findings,
        @Nullable List<Condition> conditions) {}
