package dev.faultline.api.gameday.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one signal of a run. Only changes are kept, so that a restart of the operator loses no more than the
 * time it took.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SignalStatus(
        @JsonPropertyDescription("Which signal: sli, detectedBy, check/<name> or stop/<name>.")
        @Required
        @Size(min = 1, max = 128)
        String signal,

        @JsonPropertyDescription(
                "How it stands. Good: as it should be. Bad: not so. Unknown: nobody can tell; the reason says why.")
        @Required
        State state,

        @JsonPropertyDescription("Since when it stands so.") @Size(max = 64) @Nullable
        String sinceTime,

        @JsonPropertyDescription("Since when it is watched.") @Size(max = 64) @Nullable
        String watchedFromTime,

        @JsonPropertyDescription("Until when it was watched, as of when this status was written.")
        @Size(max = 64)
        @Nullable
        String watchedUntilTime,

        @JsonPropertyDescription(
                "How it stood from which moment on, oldest first: at most 16; of a signal that changes more often, the shortest good times are left out.")
        @Size(max = SignalStatus.MAX_TRANSITIONS)
        @Nullable
        List<Transition> transitions,

        @JsonPropertyDescription("Why it stands so, in words.") @Size(max = 256) @Nullable
        String why) {
    /** Changes that are kept of one signal at most. */
    public static final int MAX_TRANSITIONS = 16;

    /** How a signal stands. */
    public enum State {
        /** As it should be. */
        Good,
        /** Not so. */
        Bad,
        /** Nobody can tell. */
        Unknown
    }

    /** How a signal stood from one moment on. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Transition(
            @JsonPropertyDescription("From when on.") @Required @Size(min = 1, max = 64)
            String atTime,

            @JsonPropertyDescription("How it stood: Good, Bad or Unknown.") @Required
            State state,

            @JsonPropertyDescription("When that could first be told, where it was later.") @Size(max = 64) @Nullable
            String toldTime,

            @JsonPropertyDescription("Why, in words; of the first of each kind that is not good.")
            @Size(max = 128)
            @Nullable
            String why) {}
}
