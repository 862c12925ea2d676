package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/**
 * How many pods a voluntary disruption may take at once.
 *
 * @param maxUnavailable pods that may be unavailable at once, 1 to 100000 or 1% to 100%. Source:
 *     PodDisruptionBudget.spec.maxUnavailable
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Disruption(
        @JsonPropertyDescription(
                "Pods that may be unavailable at once: a number from 1 to 100000, or a percentage from "
                        + "1% to 100% that rounds up. Omitted: 25% when Available, 1 when Consistent, and no budget for a "
                        + "single replica that is not autoscaled or a quorum of two.")
        @ValidationRule(
                value = "type(self) == int ? self >= 1 && self <= 100000 : self.matches('^([1-9][0-9]?|100)%$')",
                message = "must be a number from 1 to 100000, or a percentage from 1% to 100%, such as 1 or 25%")
        @Nullable
        IntOrString maxUnavailable,

        @JsonPropertyDescription("Which pods that are not Ready may be evicted. AlwaysAllow: any, so that a broken pod "
                + "never blocks a drain. IfHealthyBudget: only while enough others are Ready. Omitted: "
                + "AlwaysAllow when Available, IfHealthyBudget when Consistent.")
        @Nullable
        UnhealthyPodEvictionPolicy unhealthyPodEvictionPolicy) {}
