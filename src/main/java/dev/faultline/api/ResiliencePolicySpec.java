package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.faultline.api.schema.LenientReader;
import dev.faultline.api.schema.ListMap;
import dev.faultline.api.schema.NotInSchema;
import dev.faultline.api.schema.Stored;
import dev.faultline.api.traffic.Dependency;
import dev.faultline.api.traffic.Inbound;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants for a workload, as written.
 *
 * @param unreadable why a stored spec could not be read, with the field's path; all else is absent then
 */
@ValidationRule(
        value = "has(self.targetRefs) != has(self.targetSelector)",
        message = "must have either targetRefs or targetSelector: write exactly one of them")
@ValidationRule(
        value = "self.consistency != 'Consistent' || type(self.?disruption.?maxUnavailable.orValue(1)) " + "== int",
        message = "must be a whole number such as 1 when consistency is Consistent: a percentage grows "
                + "with the replicas, a quorum does not",
        fieldPath = ".disruption.maxUnavailable")
@ValidationRule(
        value = "self.consistency != 'Consistent' || !has(self.dependencies) || self.dependencies.all(d, "
                + "!has(d.fallback))",
        message = "must have no fallback when consistency is Consistent: remove it, or choose Available",
        fieldPath = ".dependencies")
@ValidationRule(
        value = "self.consistency != 'Available' || !has(self.dependencies) || self.dependencies.all(d, "
                + "d.?circuitBreaker.?maxEjectedPercent.orValue(1) <= 50)",
        message = "must have maxEjectedPercent of at most 50 when consistency is Available: lower it, or "
                + "choose Consistent",
        fieldPath = ".dependencies")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = ResiliencePolicySpec.Reader.class)
public record ResiliencePolicySpec(
        @JsonPropertyDescription(
                "The workloads this policy is for, by name, in its own namespace: 1 to 16. Either this "
                        + "or targetSelector.")
        @Size(min = 1, max = 16)
        @ListMap({"kind", "name"})
        @Nullable
        List<TargetRef> targetRefs,

        @JsonPropertyDescription("The workloads this policy is for: the Deployments and StatefulSets of its namespace "
                + "whose own labels match; an empty selector matches all. Either this or targetRefs. Where "
                + "a targetRefs of another policy names the same workload, that policy wins.")
        @Nullable
        LabelSelector targetSelector,

        @JsonPropertyDescription("Enforce applies the policy; Audit plans, measures and reports, and changes nothing.")
        @Default(Mode.DEFAULT_NAME)
        @Nullable
        Mode mode,

        @JsonPropertyDescription("Available: rather a doubtful answer than none. Consistent: rather none than a wrong "
                + "one. Budget, ejection limits and fallbacks follow.")
        @Default(Consistency.DEFAULT_NAME)
        @Nullable
        Consistency consistency,

        @JsonPropertyDescription(
                "Who restarts pods that lack the sidecar. Manual: you, with the line that status shows. "
                        + "Automatic: the operator, one workload at a time, within its budget, once at most for "
                        + "each change of this policy.")
        @Default(Rollout.DEFAULT_NAME)
        @Nullable
        Rollout rollout,

        @JsonPropertyDescription(
                "How many pods a node drain may take at once. Omitted: derived from consistency and replicas.")
        @Nullable
        Disruption disruption,

        @JsonPropertyDescription(
                "How strictly pods are spread over zones and nodes at their creation, where the pod has "
                        + "no constraint of its own. Soft: a pod is placed even where the spread is uneven. Hard: "
                        + "over zones, a pod waits rather than make it uneven. None: not set.")
        @Default(Spread.DEFAULT_NAME)
        @Nullable
        Spread spread,

        @JsonPropertyDescription(
                "Limits on requests that the workload receives, by container port: at most 4. Adds the "
                        + "sidecar. Omitted: none.")
        @Size(max = 4)
        @ListMap("port")
        @Nullable
        List<Inbound> inbound,

        @JsonPropertyDescription("What the workload calls, and how: at most 32. Adds the sidecar. Omitted: nothing.")
        @Size(max = 32)
        @ListMap("name")
        @ValidationRule(
                value = "self.all(a, !has(a.serviceRef) || self.exists_one(b, has(b.serviceRef) && "
                        + "b.serviceRef.name == a.serviceRef.name && b.serviceRef.port == a.serviceRef.port && "
                        + "(has(b.serviceRef.__namespace__) ? b.serviceRef.__namespace__ : '') == "
                        + "(has(a.serviceRef.__namespace__) ? a.serviceRef.__namespace__ : '')))",
                message = "must not name the same Service and port twice: merge the two dependencies")
        @ValidationRule(
                value = "self.all(a, !has(a.external) || self.exists_one(b, has(b.external) && b.external.host "
                        + "== a.external.host && b.external.port == a.external.port))",
                message = "must not name the same external host and port twice: merge the two dependencies")
        @Nullable
        List<Dependency> dependencies,

        @JsonPropertyDescription(
                "What the sidecar tells about the requests it sees. Omitted: it logs failed requests and "
                        + "traces nothing.")
        @Nullable
        Telemetry telemetry,

        @NotInSchema @Nullable String unreadable)
        implements Stored {

    /** Stands for a spec that was never written. */
    static final ResiliencePolicySpec MISSING = unreadable(" is missing");

    /** Stands for a stored spec that this version cannot read. */
    private static ResiliencePolicySpec unreadable(String problem) {
        return new ResiliencePolicySpec(null, null, null, null, null, null, null, null, null, null, "spec" + problem);
    }

    static final class Reader extends LenientReader<ResiliencePolicySpec> {
        Reader() {
            super(ResiliencePolicySpec.class, ResiliencePolicySpec::unreadable);
        }
    }
}
