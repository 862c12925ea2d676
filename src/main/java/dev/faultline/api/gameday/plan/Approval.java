package dev.faultline.api.gameday.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.faultline.api.schema.LongDuration;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** Whether somebody else must agree. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Approval(
        @JsonPropertyDescription("Whether a run waits for spec.decision, by somebody else than who asked for it.")
        @Default("" + Approval.DEFAULT_REQUIRED)
        @Nullable
        Boolean required,

        @JsonPropertyDescription("How long a run waits for it, 1s to 24h, before it is skipped.")
        @Default(Approval.DEFAULT_TIMEOUT)
        @LongDuration
        @Nullable
        String timeout) {
    /** What holds when required is left out. */
    public static final boolean DEFAULT_REQUIRED = false;

    /** What holds when timeout is left out. */
    public static final String DEFAULT_TIMEOUT = "1h";
}
