package dev.faultline.api.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How things stand for one workload. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TargetStatus(
        String attachedTo,
        TargetState state,
        @Nullable String budget,
        @Nullable Integer pods,
        @Nullable Integer protectedPods,
        @Nullable List<String> parts,
        @Nullable String message) {}
