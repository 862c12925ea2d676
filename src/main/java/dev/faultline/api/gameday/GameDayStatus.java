package dev.faultline.api.gameday;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.faultline.api.schema.LenientReader;
import dev.faultline.api.schema.ListMap;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the runs of a GameDay have gone, and when the next are due. What there is nothing to say of is absent. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonDeserialize(using = GameDayStatus.Reader.class)
public record GameDayStatus(
        @JsonPropertyDescription("The metadata.generation that this status speaks of.") @Min(0) @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("How things stand, in one sentence.") @Size(max = 1024) @Nullable
        String summary,

        @JsonPropertyDescription(
                "The minute of the schedule for which the newest run was made; a run that was postponed began later.")
        @Size(max = 64)
        @Nullable
        String lastScheduleTime,

        @JsonPropertyDescription(
                "Moments of the schedule up to this one are not asked about any more: they were missed, or another spec was in force.")
        @Size(max = 64)
        @Nullable
        String countedFromTime,

        @JsonPropertyDescription("The newest run that is over.") @Nullable
        LastRun lastRun,

        @JsonPropertyDescription("The runs that are under way, by name: at most 16.")
        @Size(max = GameDayStatus.MAX_ACTIVE)
        @Nullable
        List<@Size(max = 253) String> active,

        @JsonPropertyDescription("When the next runs begin, in the time zone of the GameDay: at most 5.")
        @Size(max = GameDayStatus.MAX_UPCOMING)
        @Nullable
        List<@Size(max = 64) String> upcoming,

        @JsonPropertyDescription(
                "Moments of the schedule at which no run began, because the operator was away for longer than "
                        + "startingDeadline or another run was under way, since the GameDay was created.")
        @Min(0)
        @Nullable
        Long missedRuns,

        @JsonPropertyDescription("The runs that are kept, by how they ended.") @Nullable
        RunCounts runs,

        @JsonPropertyDescription(
                "Mean time from the effect of a fault to its detection, of the runs that are kept and in which "
                        + "it was detected.")
        @Min(0)
        @Nullable
        Long meanTimeToDetectSeconds,

        @JsonPropertyDescription(
                "Mean time from the first bad moment until all was well for good, of the runs that are kept and "
                        + "that recovered.")
        @Min(0)
        @Nullable
        Long meanTimeToRecoverSeconds,

        @JsonPropertyDescription("Runs that are kept and in which the fault was not detected.") @Min(0) @Nullable
        Integer undetected,

        @JsonPropertyDescription("Runs that are kept and that did not recover.") @Min(0) @Nullable
        Integer unrecovered,

        @JsonPropertyDescription("Accepted and Ready; Stalled only while true: at most 16.")
        @Size(max = 16)
        @ListMap("type")
        @Nullable
        List<Condition> conditions) {
    /** Runs under way that are named at most. */
    public static final int MAX_ACTIVE = 16;

    /** Runs to come that are told at most. */
    public static final int MAX_UPCOMING = 5;

    /** A status that cannot be read is written anew. */
    static final class Reader extends LenientReader<GameDayStatus> {
        Reader() {
            super(GameDayStatus.class, problem -> null);
        }
    }
}
