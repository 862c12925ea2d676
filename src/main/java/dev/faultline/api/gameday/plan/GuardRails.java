package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.ListMap;
import dev.faultline.api.schema.LongDuration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run may not go beyond. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GuardRails(
        @JsonPropertyDescription(
                "Pods that all steps together may touch, 1 to 128; scaling and faults of traffic touch "
                        + "all pods of a workload. A run that would touch more is skipped, never cut down.")
        @Default("" + GuardRails.DEFAULT_MAX_TARGETS)
        @Min(1)
        @Max(128)
        @Nullable
        Integer maxTargets,

        @JsonPropertyDescription("Ready pods that every workload keeps, 0 to 1000; a fault that would leave fewer is "
                + "not carried out. 0 is for the rehearsal of a total loss.")
        @Default("" + GuardRails.DEFAULT_MIN_HEALTHY_REPLICAS)
        @Min(0)
        @Max(1000)
        @Nullable
        Integer minHealthyReplicas,

        @JsonPropertyDescription("How old a pod must be to be chosen, 1s to 24h. Omitted: any age.")
        @LongDuration
        @Nullable
        String podMinAge,

        @JsonPropertyDescription("What ends a run at once when it is met, and puts everything back: 1 to 16. Omitted: "
                + "nothing but the deadline, the emergency stop and people.")
        @Size(min = 1, max = GuardRails.MAX_STOP_CONDITIONS)
        @ListMap("name")
        @Nullable
        List<StopCondition> stopWhen) {
    /** What holds when maxTargets is left out. */
    public static final int DEFAULT_MAX_TARGETS = 10;

    /** What holds when minHealthyReplicas is left out. */
    public static final int DEFAULT_MIN_HEALTHY_REPLICAS = 1;

    /** Stop conditions at most. */
    public static final int MAX_STOP_CONDITIONS = 16;
}
