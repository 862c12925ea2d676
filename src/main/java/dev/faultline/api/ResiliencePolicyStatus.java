package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.faultline.api.schema.LenientReader;
import dev.faultline.api.schema.ListMap;
import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.Finding;
import dev.faultline.api.status.InboundStatus;
import dev.faultline.api.status.Proxies;
import dev.faultline.api.status.TargetStatus;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How things stand for one policy. A field is absent until there is something to say; lists end at their bound. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonDeserialize(using = ResiliencePolicyStatus.Reader.class)
public record ResiliencePolicyStatus(
        @JsonPropertyDescription("The metadata.generation that this status speaks of.") @Min(0) @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("How things stand, in one sentence.") @Size(max = 1024) @Nullable
        String summary,

        @JsonPropertyDescription("100 less the points of all findings, 0 to 100, mean over targets.")
        @Min(0)
        @Max(100)
        @Nullable
        Integer score,

        @JsonPropertyDescription("Targets for which everything is in place, of all targets, such as 1/2.")
        @Size(max = 32)
        @Nullable
        String programmedTargets,

        @JsonPropertyDescription("How things stand for each workload: at most 128.")
        @Size(max = ResiliencePolicyStatus.MAX_TARGETS)
        @ListMap("attachedTo")
        @Nullable
        List<TargetStatus> targets,

        @JsonPropertyDescription("How many sidecars there are, and how far they are.") @Nullable
        Proxies proxies,

        @JsonPropertyDescription(
                "What was measured of the requests to each port that a sidecar has taken over: at most 4.")
        @Size(max = 4)
        @ListMap("atPort")
        @Nullable
        List<InboundStatus> inbound,

        @JsonPropertyDescription("What was measured of each dependency: at most 32.")
        @Size(max = 32)
        @ListMap("dependency")
        @Nullable
        List<DependencyStatus> dependencies,

        @JsonPropertyDescription("What a reliability engineer would object to, heaviest first: at most 128.")
        @Size(max = ResiliencePolicyStatus.MAX_FINDINGS)
        @Nullable
        List<Finding> findings,

        @JsonPropertyDescription(
                "Accepted, Programmed, DisruptionSafe and Ready; Stalled and Degraded only while true: at most 16.")
        @Size(max = 16)
        @ListMap("type")
        @Nullable
        List<Condition> conditions) {

    /** A status that cannot be read is written anew. */
    static final class Reader extends LenientReader<ResiliencePolicyStatus> {
        Reader() {
            super(ResiliencePolicyStatus.class, problem -> null);
        }
    }

    /** The same, of another generation, with other words and other conditions. */
    public ResiliencePolicyStatus with(
            @Nullable Long generation, @Nullable String words, @Nullable List<Condition> others) {
        return new ResiliencePolicyStatus(
                generation, words, score, programmedTargets, targets, proxies, inbound, dependencies, findings, others);
    }

    /** Targets shown at most; a selector may find more. */
    public static final int MAX_TARGETS = 128;

    /** Findings shown at most. */
    public static final int MAX_FINDINGS = 128;
}
