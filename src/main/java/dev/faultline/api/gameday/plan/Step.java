package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.TargetRef;
import dev.faultline.api.schema.DnsLabel;
import dev.faultline.api.schema.ListMap;
import dev.faultline.api.schema.ListSet;
import dev.faultline.api.schema.LongDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One fault, what it is done to, and for how long. */
@ValidationRule(
        value = "has(self.targets) != has(self.targetSelector)",
        message = "must have either targets or targetSelector: write exactly one of them")
@ValidationRule(
        value = "!has(self.count) || has(self.fault.podKill) || has(self.fault.podEvict)",
        message = "must not be set but with podKill and podEvict, which take pods by number: remove it",
        fieldPath = ".count")
@ValidationRule(
        value = "!has(self.duration) || !has(self.fault.podKill) && !has(self.fault.podEvict)",
        message = "must not be set with podKill and podEvict, which are over at once: remove it",
        fieldPath = ".duration")
@ValidationRule(
        value = "has(self.duration) || !(has(self.fault.scaleTo) || has(self.fault.httpDelay) || "
                + "has(self.fault.httpAbort) || has(self.fault.blackhole) || has(self.fault.nodeDrain) || "
                + "has(self.fault.zoneLoss) || has(self.fault.networkDeny))",
        message = "must be set with every fault but podKill and podEvict: write how long it lasts, such as 3m",
        fieldPath = ".duration",
        reason = "FieldValueRequired")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Step(
        @JsonPropertyDescription("The name of the step, in status and messages.") @Required @DnsLabel
        String name,

        @JsonPropertyDescription(
                "Steps listed before this one that must be over first: 1 to 16. Omitted: the step begins " + "at once.")
        @Size(min = 1, max = RehearsalSpec.MAX_STEPS)
        @ListSet
        @Nullable
        List<@Size(max = 63) String> after,

        @JsonPropertyDescription("What is broken: exactly one fault.") @Required
        Fault fault,

        @JsonPropertyDescription(
                "The workloads it is done to, by name, in the namespace of the game day: 1 to 16. Either "
                        + "this or targetSelector.")
        @Size(min = 1, max = 16)
        @ListMap({"kind", "name"})
        @Nullable
        List<TargetRef> targets,

        @JsonPropertyDescription("The workloads it is done to: the Deployments and StatefulSets of the namespace whose "
                + "own labels match. Either this or targets.")
        @Nullable
        LabelSelector targetSelector,

        @JsonPropertyDescription("Pods that podKill or podEvict takes of each workload: a number from 1 to 128, or a "
                + "percentage from 1% to 100% that rounds up. Omitted: 1.")
        @ValidationRule(
                value = "type(self) == int ? self >= 1 && self <= 128 : self.matches('^([1-9][0-9]?|100)%$')",
                message = "must be a number from 1 to 128, or a percentage from 1% to 100%, such as 1 or 25%")
        @Nullable
        IntOrString count,

        @JsonPropertyDescription("How long the fault lasts, 1s to 24h; at most activeDeadline. Omitted: podKill and "
                + "podEvict, which are over at once.")
        @LongDuration
        @Nullable
        String duration,

        @JsonPropertyDescription("How long the workloads may take to be whole again once the fault is over, 1s to 24h; "
                + "a run whose workloads are not is ended, and has failed.")
        @Default(Step.DEFAULT_RECOVER_TIMEOUT)
        @LongDuration
        @Nullable
        String recoverTimeout) {
    /** What holds when recoverTimeout is left out. */
    public static final String DEFAULT_RECOVER_TIMEOUT = "2m";

    /** Pods that a fault takes of each workload when count is left out. */
    public static final int DEFAULT_COUNT = 1;
}
