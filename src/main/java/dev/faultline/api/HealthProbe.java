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

/** How the health of a workload is asked for and judged: the resource that users write and read. */
@Group("faultline.dev")
@Version("v1alpha1")
@Kind("HealthProbe")
@Singular("healthprobe")
@Plural("healthprobes")
@ShortNames("hprobe")
@Categories("faultline")
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING,
        getDescription = "Whether this generation of the probe is applied")
@AdditionalPrinterColumn(
        name = "Healthy",
        jsonPath = ".status.conditions[?(@.type==\"Healthy\")].status",
        type = Type.STRING,
        getDescription = "Whether no Critical check fails")
@AdditionalPrinterColumn(
        name = "Checks",
        jsonPath = ".status.passingChecks",
        type = Type.STRING,
        getDescription = "Checks that pass, of all checks")
@AdditionalPrinterColumn(
        name = "Availability",
        jsonPath = ".status.availability",
        type = Type.STRING,
        getDescription = "Share of the watched time in which no Critical check failed, in percent")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = Type.DATE,
        getDescription = "Time since the probe was created")
@AdditionalPrinterColumn(
        name = "MTTD",
        jsonPath = ".status.meanTimeToDetectSeconds",
        type = Type.INTEGER,
        priority = 1,
        getDescription = "Mean time to detect an incident, in seconds")
@AdditionalPrinterColumn(
        name = "MTTR",
        jsonPath = ".status.meanTimeToRecoverSeconds",
        type = Type.INTEGER,
        priority = 1,
        getDescription = "Mean time to recover from an incident, in seconds")
@AdditionalPrinterColumn(
        name = "Guarded",
        jsonPath = ".status.conditions[?(@.type==\"ReadinessGuarded\")].status",
        type = Type.STRING,
        priority = 1,
        getDescription = "Whether pods are kept in service although their checks fail")
@AdditionalPrinterColumn(
        name = "Summary",
        jsonPath = ".status.summary",
        type = Type.STRING,
        priority = 1,
        getDescription = "How things stand, in one sentence")
@JsonClassDescription(
        "How the health of a workload is asked for and judged: probes for the kubelet, checks made by the "
                + "operator, incidents, and the times it takes to detect them and to recover.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class HealthProbe extends CustomResource<HealthProbeSpec, HealthProbeStatus> implements Namespaced {

    @Required
    @JsonPropertyDescription("What is wanted. A target is required, and shallow or deep.")
    @Override
    public HealthProbeSpec getSpec() {
        return super.getSpec();
    }

    /** What holds where the JSON has no spec at all. */
    @Override
    protected HealthProbeSpec initSpec() {
        return HealthProbeSpec.MISSING;
    }

    /** Null until the operator has seen the probe once. */
    @JsonPropertyDescription("How things stand. Written by the operator alone.")
    @Override
    public @Nullable HealthProbeStatus getStatus() {
        return super.getStatus();
    }
}
