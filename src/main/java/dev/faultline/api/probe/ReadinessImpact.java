package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Whether deep checks take pods out of service. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadinessImpact(
        @JsonPropertyDescription("None: checks change nothing on pods. Gate: a pod whose own checks fail is taken out "
                + "of service, by readiness gate faultline.dev/dependencies.")
        @Default(Impact.DEFAULT_NAME)
        @Nullable
        Impact impact,

        @JsonPropertyDescription("Pods of a workload that may be out of service at once for their checks, in percent, "
                + "1 to 100; one pod always stays in service.")
        @Default("" + ReadinessImpact.DEFAULT_MAX_GATED_PERCENT)
        @Min(1)
        @Max(100)
        @Nullable
        Integer maxGatedPercent,

        @JsonPropertyDescription("Pods that fail alike, in percent, 1 to 100, from which on the cause is taken for a "
                + "shared one, and no pod is taken out of service.")
        @Default("" + ReadinessImpact.DEFAULT_SHARED_FAILURE_PERCENT)
        @Min(1)
        @Max(100)
        @Nullable
        Integer sharedFailurePercent) {
    /** The readiness gate that pods get, and the type of its condition. Source: KEP-580, pod readiness gates. */
    public static final String GATE = "faultline.dev/dependencies";

    /** What holds when maxGatedPercent is left out. */
    public static final int DEFAULT_MAX_GATED_PERCENT = 33;

    /** What holds when sharedFailurePercent is left out. */
    public static final int DEFAULT_SHARED_FAILURE_PERCENT = 50;

    /** Whether deep checks take pods out of service. */
    public enum Impact {
        /** They change nothing on pods. */
        None,
        /** By a readiness gate. */
        Gate;

        /** The name of {@link #DEFAULT}, for the schema. */
        public static final String DEFAULT_NAME = "None";

        /** What holds when the field is left out. */
        public static final Impact DEFAULT = valueOf(DEFAULT_NAME);
    }
}
