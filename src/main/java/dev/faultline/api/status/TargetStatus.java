package dev.faultline.api.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How things stand for one workload. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TargetStatus(
        @JsonPropertyDescription("Kind and name of the workload, such as Deployment/checkout.")
        @Required
        @Size(min = 1, max = 320)
        String attachedTo,

        @JsonPropertyDescription("How far the target is. Programmed: all that the policy asks for is in place. "
                + "NotProgrammed: something is not; the message says what. Conflicted: another policy has the "
                + "workload. TargetNotFound: there is no such workload. Audit: nothing is applied, on purpose.")
        @Required
        TargetState state,

        @JsonPropertyDescription("The budget and what it allows now, in words.") @Size(max = 512) @Nullable
        String budget,

        @JsonPropertyDescription("Pods of the workload.") @Min(0) @Nullable
        Integer pods,

        @JsonPropertyDescription("Pods that everything the policy asks for covers.") @Min(0) @Nullable
        Integer protectedPods,

        @JsonPropertyDescription("What is in place, of budget, spread and sidecar: at most 8.") @Size(max = 8) @Nullable
        List<@Size(max = 64) String> parts,

        @JsonPropertyDescription("What is the case and what to do next.") @Size(max = 1024) @Nullable
        String message) {}
