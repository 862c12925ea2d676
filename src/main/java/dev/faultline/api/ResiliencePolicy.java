package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** How a workload must behave when things fail: the resource that users write and read. */
@Group("faultline.dev")
@Version("v1alpha1")
@Kind("ResiliencePolicy")
@Singular("resiliencepolicy")
@Plural("resiliencepolicies")
@ShortNames("respol")
@Categories("faultline")
@AdditionalPrinterColumn(
        name = "Targets",
        jsonPath = ".status.programmedTargets",
        type = Type.STRING,
        getDescription = "Targets programmed, of all targets")
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING,
        getDescription = "Whether this generation of the policy is applied")
@AdditionalPrinterColumn(
        name = "Safe",
        jsonPath = ".status.conditions[?(@.type==\"DisruptionSafe\")].status",
        type = Type.STRING,
        getDescription = "Whether a node drain would go well now")
@AdditionalPrinterColumn(
        name = "Score",
        jsonPath = ".status.score",
        type = Type.INTEGER,
        getDescription = "100 less the points of all findings")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = Type.DATE,
        getDescription = "Time since the policy was created")
@AdditionalPrinterColumn(
        name = "Mode",
        jsonPath = ".spec.mode",
        type = Type.STRING,
        priority = 1,
        getDescription = "Enforce or Audit")
@AdditionalPrinterColumn(
        name = "Summary",
        jsonPath = ".status.summary",
        type = Type.STRING,
        priority = 1,
        getDescription = "How things stand, in one sentence")
@JsonClassDescription("How a workload must behave when things fail: disruption budget, spread, deadlines, retries, "
        + "circuit breakers, load shedding and what it depends on.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ResiliencePolicy extends CustomResource<ResiliencePolicySpec, ResiliencePolicyStatus>
        implements Namespaced {

    @Required
    @JsonPropertyDescription("What is wanted. Only a target is required.")
    @Override
    public ResiliencePolicySpec getSpec() {
        return super.getSpec();
    }

    /** What holds where the JSON has no spec at all. */
    @Override
    protected ResiliencePolicySpec initSpec() {
        return ResiliencePolicySpec.MISSING;
    }

    /** Null until the operator has seen the policy once. */
    @JsonPropertyDescription("How things stand. Written by the operator alone.")
    @Override
    public @Nullable ResiliencePolicyStatus getStatus() {
        return super.getStatus();
    }
}
