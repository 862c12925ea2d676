package dev.faultline.api.gameday;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.faultline.api.gameday.plan.RunTemplate;
import dev.faultline.api.schema.CronSchedule;
import dev.faultline.api.schema.LenientReader;
import dev.faultline.api.schema.LongDuration;
import dev.faultline.api.schema.NotInSchema;
import dev.faultline.api.schema.Stored;
import dev.faultline.api.schema.TimeZoneName;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a failure is rehearsed, and what each run does, as written.
 *
 * @param unreadable why a stored spec could not be read, with the field's path; all else is absent then
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = GameDaySpec.Reader.class)
public record GameDaySpec(
        @JsonPropertyDescription(
                "When runs are due, as a cron schedule of five fields: minute, hour, day of the month, month, "
                        + "day of the week; such as \"0 10 1 1,4,7,10 *\". Omitted: only when somebody creates a "
                        + "GameDayRun.")
        @CronSchedule
        @Nullable
        String schedule,

        @JsonPropertyDescription("The time zone of schedule, windows and exclusions, such as Europe/Berlin.")
        @Default(GameDaySpec.DEFAULT_TIME_ZONE)
        @TimeZoneName
        @Nullable
        String timeZone,

        @JsonPropertyDescription(
                "How late a run may begin, 1s to 24h, when the operator was away as it was due; then it is missed.")
        @Default(GameDaySpec.DEFAULT_STARTING_DEADLINE)
        @LongDuration
        @Nullable
        String startingDeadline,

        @JsonPropertyDescription(
                "What happens when a run is due while another one is under way. Forbid: the new one waits for "
                        + "startingDeadline at most and is then counted as missed. Replace: the old one is ended, and everything put back, before "
                        + "the new "
                        + "one begins.")
        @Default(ConcurrencyPolicy.DEFAULT_NAME)
        @Nullable
        ConcurrencyPolicy concurrencyPolicy,

        @JsonPropertyDescription(
                "Whether the schedule rests. Runs that are under way go on, and runs by hand are still made.")
        @Default("" + GameDaySpec.DEFAULT_SUSPEND)
        @Nullable
        Boolean suspend,

        @JsonPropertyDescription(
                "When runs may happen: 1 to 16. A run must fit into one as a whole. Omitted: at any time.")
        @Size(min = 1, max = 16)
        @Nullable
        List<Window> windows,

        @JsonPropertyDescription(
                "What happens to a run that is due when it does not fit into a window, or on a day that is "
                        + "excluded. Postpone: it is put off to the next moment at which it fits, once. Skip: it "
                        + "is left "
                        + "out.")
        @Default(OutsideWindow.DEFAULT_NAME)
        @Nullable
        OutsideWindow outsideWindow,

        @JsonPropertyDescription("Days on which no run happens: 1 to 64. Omitted: none.")
        @Size(min = 1, max = 64)
        @Nullable
        List<Exclusion> exclusions,

        @JsonPropertyDescription("How many runs that are over are kept. Omitted: the defaults of the block.") @Nullable
        HistoryLimits historyLimits,

        @JsonPropertyDescription(
                "Where people read what to do when a run fails, http or https. Omitted: nowhere is pointed to.")
        @Size(max = 1024)
        @ValidationRule(
                value = "self.matches('^https?://[^/?#@ ]+([/?#][!-~]*)?$')",
                message = "must be a URL such as https://runbooks.example.com/game-day: http or https, without a "
                        + "user name")
        @Nullable
        String runbookURL,

        @JsonPropertyDescription("What each run does.") @Required
        RunTemplate runTemplate,

        @NotInSchema @Nullable String unreadable)
        implements Stored {
    /** What holds when timeZone is left out. */
    public static final String DEFAULT_TIME_ZONE = "Etc/UTC";

    /** What holds when startingDeadline is left out. */
    public static final String DEFAULT_STARTING_DEADLINE = "5m";

    /** What holds when suspend is left out. */
    public static final boolean DEFAULT_SUSPEND = false;

    /** Stands for a spec that was never written. */
    static final GameDaySpec MISSING = unreadable(" is missing");

    /** Stands for a stored spec that this version cannot read. */
    @SuppressWarnings("NullAway") // What is required is absent too, as unreadable says.
    private static GameDaySpec unreadable(String problem) {
        return new GameDaySpec(null, null, null, null, null, null, null, null, null, null, null, "spec" + problem);
    }

    static final class Reader extends LenientReader<GameDaySpec> {
        Reader() {
            super(GameDaySpec.class, GameDaySpec::unreadable);
        }
    }
}
