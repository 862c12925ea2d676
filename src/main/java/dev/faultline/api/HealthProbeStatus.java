package dev.faultline.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.faultline.api.probe.CheckStatus;
import dev.faultline.api.probe.Incident;
import dev.faultline.api.probe.IncidentCounts;
import dev.faultline.api.probe.ObjectiveStatus;
import dev.faultline.api.probe.ProbeTarget;
import dev.faultline.api.probe.Watched;
import dev.faultline.api.schema.LenientReader;
import dev.faultline.api.schema.ListMap;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How health stands. A field is absent until there is something to say; lists end at their bound. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonDeserialize(using = HealthProbeStatus.Reader.class)
public record HealthProbeStatus(
        @JsonPropertyDescription("The metadata.generation that this status speaks of.") @Min(0) @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("How things stand, in one sentence.") @Size(max = 1024) @Nullable
        String summary,

        @JsonPropertyDescription("Checks that pass, of all checks, such as 3/4.") @Size(max = 32) @Nullable
        String passingChecks,

        @JsonPropertyDescription("Share of the watched time of the window in which no Critical check failed, in "
                + "percent, such as 99.87. Moves only when the rest of it has changed by a tenth.")
        @Size(max = 16)
        @Nullable
        String availability,

        @JsonPropertyDescription("Of the time that objectives.availability allows to be bad, the share that is left, "
                + "in percent, 0 to 100.")
        @Min(0)
        @Max(100)
        @Nullable
        Integer errorBudgetLeftPercent,

        @JsonPropertyDescription("How each check stands: at most 128.")
        @Size(max = HealthProbeStatus.MAX_CHECKS)
        @ListMap("check")
        @Nullable
        List<CheckStatus> checks,

        @JsonPropertyDescription("What becomes of spec.shallow on each workload that this probe is for: at most 64.")
        @Size(max = ProbeTarget.MOST)
        @ListMap("attachedTo")
        @Nullable
        List<ProbeTarget> targets,

        @JsonPropertyDescription("The newest incidents, newest first: at most 5.")
        @Size(max = Incident.MAX_SHOWN)
        @Nullable
        List<Incident> incidents,

        @JsonPropertyDescription("Mean of all incidents since the probe was created, from the first bad result until "
                + "the threshold was met.")
        @Min(0)
        @Nullable
        Long meanTimeToDetectSeconds,

        @JsonPropertyDescription("Mean of all incidents that are over since the probe was created, from the first bad "
                + "result until the first good one after which the checks stayed good.")
        @Min(0)
        @Nullable
        Long meanTimeToRecoverSeconds,

        @JsonPropertyDescription("Whether each objective is met: at most 3.") @Size(max = 3) @ListMap("goal") @Nullable
        List<ObjectiveStatus> objectives,

        @JsonPropertyDescription("All incidents since the probe was created, counted.") @Nullable
        IncidentCounts incidentCounts,

        @JsonPropertyDescription("What was seen in each part of the window, oldest first: at most 32.")
        @Size(max = Watched.MAX_PARTS)
        @Nullable
        List<Watched> history,

        @JsonPropertyDescription("Until when the history is told. Since then things have stood as they stand here.")
        @Size(max = 64)
        @Nullable
        String measuredUntilTime,

        @JsonPropertyDescription(
                "Accepted, Healthy and Ready; Stalled, ReadinessGuarded and Flapping only while " + "true: at most 16.")
        @Size(max = 16)
        @ListMap("type")
        @Nullable
        List<Condition> conditions) {

    /** A status that cannot be read is written anew. */
    static final class Reader extends LenientReader<HealthProbeStatus> {
        Reader() {
            super(HealthProbeStatus.class, problem -> null);
        }
    }

    /** The same with what becomes of shallow probes, and with these conditions. */
    public HealthProbeStatus with(@Nullable List<ProbeTarget> rows, @Nullable List<Condition> verdicts) {
        return new HealthProbeStatus(
                observedGeneration,
                summary,
                passingChecks,
                availability,
                errorBudgetLeftPercent,
                checks,
                rows,
                incidents,
                meanTimeToDetectSeconds,
                meanTimeToRecoverSeconds,
                objectives,
                incidentCounts,
                history,
                measuredUntilTime,
                verdicts);
    }

    /** Checks shown at most; pods may tell more entries. */
    public static final int MAX_CHECKS = 128;
}
