package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.faultline.api.probe.Deep;
import dev.faultline.api.probe.Objectives;
import dev.faultline.api.probe.ReadinessImpact;
import dev.faultline.api.probe.Shallow;
import dev.faultline.api.schema.LenientReader;
import dev.faultline.api.schema.ListMap;
import dev.faultline.api.schema.NotInSchema;
import dev.faultline.api.schema.Stored;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the health of a workload is asked for and judged, as written.
 *
 * @param unreadable why a stored spec could not be read, with the field's path; all else is absent then
 */
@ValidationRule(
        value = "has(self.targetRefs) != has(self.targetSelector)",
        message = "must have either targetRefs or targetSelector: write exactly one of them")
@ValidationRule(
        value = "has(self.shallow) || has(self.deep)",
        message = "must have shallow or deep, or both: write what is asked")
@ValidationRule(
        value = "self.?readiness.impact.orValue('None') != 'Gate' || has(self.deep)",
        message = "must be set when readiness.impact is Gate: write the checks that take pods out of service",
        fieldPath = ".deep",
        reason = "FieldValueRequired")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = HealthProbeSpec.Reader.class)
public record HealthProbeSpec(
        @JsonPropertyDescription("The workloads this probe is for, by name, in its own namespace: 1 to 16. Either this "
                + "or targetSelector.")
        @Size(min = 1, max = 16)
        @ListMap({"kind", "name"})
        @Nullable
        List<TargetRef> targetRefs,

        @JsonPropertyDescription("The workloads this probe is for: the Deployments and StatefulSets of its namespace "
                + "whose own labels match; an empty selector matches all. Either this or targetRefs.")
        @Nullable
        LabelSelector targetSelector,

        @JsonPropertyDescription(
                "Enforce sets probes and gates on pods; Audit checks, measures and reports, and " + "changes nothing.")
        @Default(Mode.DEFAULT_NAME)
        @Nullable
        Mode mode,

        @JsonPropertyDescription("Where people read what to do when this workload is not healthy, http or https. "
                + "Omitted: nowhere is pointed to.")
        @Size(max = 1024)
        @ValidationRule(
                value = "self.matches('^https?://[^/?#@ ]+([/?#][!-~]*)?$')",
                message = "must be a URL such as https://runbooks.example.com/checkout: http or https, without a user "
                        + "name")
        @Nullable
        String runbookURL,

        @JsonPropertyDescription(
                "Probes that the kubelet makes, set on pods when they are created. Omitted: none are " + "set.")
        @Nullable
        Shallow shallow,

        @JsonPropertyDescription("Checks that the operator makes, never the kubelet. Omitted: none are made.") @Nullable
        Deep deep,

        @JsonPropertyDescription("Whether failing checks take pods out of service. Omitted: they do not.") @Nullable
        ReadinessImpact readiness,

        @JsonPropertyDescription("What is good enough. Omitted: all is measured, and nothing is judged.") @Nullable
        Objectives objectives,

        @NotInSchema @Nullable String unreadable)
        implements Stored {

    /** Stands for a spec that was never written. */
    static final HealthProbeSpec MISSING = unreadable(" is missing");

    /** Stands for a stored spec that this version cannot read. */
    private static HealthProbeSpec unreadable(String problem) {
        return new HealthProbeSpec(null, null, null, null, null, null, null, null, "spec" + problem);
    }

    static final class Reader extends LenientReader<HealthProbeSpec> {
        Reader() {
            super(HealthProbeSpec.class, HealthProbeSpec::unreadable);
        }
    }
}
