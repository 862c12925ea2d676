package dev.faultline.api.gameday.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.faultline.api.Mode;
import dev.faultline.api.gameday.plan.RunTemplate;
import dev.faultline.api.schema.LenientReader;
import dev.faultline.api.schema.NotInSchema;
import dev.faultline.api.schema.Stored;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/**
 * What is run, as written. Nothing of it can be changed later but {@code abort} and {@code decision}, once each.
 *
 * @param unreadable why a stored spec could not be read, with the field's path; all else is absent then
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = GameDayRunSpec.Reader.class)
public record GameDayRunSpec(
        @JsonPropertyDescription(
                "The GameDay whose template is run, as it stands when the run is first seen. Either this or template.")
        @Nullable
        GameDayRef gameDayRef,

        @JsonPropertyDescription("What is done, written here. Either this or gameDayRef.") @Nullable
        RunTemplate template,

        @JsonPropertyDescription(
                "Audit makes a run of a GameDay one that changes nothing; with template, mode stands in it. Enforce cannot be asked for here. Omitted: as the GameDay says.")
        @Nullable
        Mode mode,

        @JsonPropertyDescription(
                "Whether the run may begin outside the windows of its GameDay and within its exclusions; needs the verb override on the GameDay.")
        @Default("" + GameDayRunSpec.DEFAULT_IGNORE_WINDOWS)
        @Nullable
        Boolean ignoreWindows,

        @JsonPropertyDescription(
                "Set to true, the run ends and everything is put back. It cannot be set to false again.")
        @Default("" + GameDayRunSpec.DEFAULT_ABORT)
        @Nullable
        Boolean abort,

        @JsonPropertyDescription(
                "Approve or Deny, set once, while the run waits for approval, by somebody else than who asked for it. Omitted: not decided.")
        @Nullable
        Decision decision,

        @NotInSchema @Nullable String unreadable)
        implements Stored {
    /** What holds when ignoreWindows is left out. */
    public static final boolean DEFAULT_IGNORE_WINDOWS = false;

    /** What holds when abort is left out. */
    public static final boolean DEFAULT_ABORT = false;

    /** Stands for a spec that was never written. */
    static final GameDayRunSpec MISSING = unreadable(" is missing");

    /** Stands for a stored spec that this version cannot read. */
    private static GameDayRunSpec unreadable(String problem) {
        return new GameDayRunSpec(null, null, null, null, null, null, "spec" + problem);
    }

    static final class Reader extends LenientReader<GameDayRunSpec> {
        Reader() {
            super(GameDayRunSpec.class, GameDayRunSpec::unreadable);
        }
    }
}
