package dev.faultline.api.probe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How one check stands. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CheckStatus(
        @JsonPropertyDescription("The name of the check; of an entry that pods tell, check/entry.")
        @Required
        @Size(min = 1, max = CheckStatus.MAX_NAME)
        String check,

        @JsonPropertyDescription("How the check stands. Passing: results are good. Failing: so many in a row were bad "
                + "that the threshold is met. Unknown: not judged yet, or not made; the message says why.")
        @Required
        State state,

        @JsonPropertyDescription("Since when it stands so: the first result of the row that decided it.")
        @Size(max = 64)
        @Nullable
        String sinceTime,

        @JsonPropertyDescription("How long the last good answer took, as of when this status was written.")
        @Min(0)
        @Nullable
        Long latencyMillis,

        @JsonPropertyDescription("What the last result was where it was not good, and what to do next.")
        @Size(max = 1024)
        @Nullable
        String message) {
    /** Characters of a name at most: a check and an entry. */
    public static final int MAX_NAME = 320;

    /** How a check stands. */
    public enum State {
        /** Results are good. */
        Passing,
        /** The threshold of bad results is met. */
        Failing,
        /** Not judged yet, or not made. */
        Unknown
    }
}
