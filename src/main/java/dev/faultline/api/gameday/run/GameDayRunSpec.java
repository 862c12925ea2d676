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
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What is run, as written. Nothing of it can be changed later but {@code abort} and {@code decision}, once each.
 *
 * @param unreadable why a stored spec could not be read, with the field's path; all else is absent then
 */
@ValidationRule(
        value = "has(self.gameDayRef) != has(self.template)",
        message = "must have either gameDayRef or template: write exactly one of them")
@ValidationRule(
        value = "!has(self.mode) || self.mode == 'Audit'",
        message = "must be Audit, or left out: a run may do less than its GameDay says, never more",
        fieldPath = ".mode")
@ValidationRule(
        value = "!has(self.mode) || has(self.gameDayRef)",
        message = "must not be set beside template: write template.spec.mode",
        fieldPath = ".mode")
@ValidationRule(
        value = "!self.ignoreWindows || has(self.gameDayRef)",
        message = "must not be true beside template, which has no windows: remove it",
        fieldPath = ".ignoreWindows")
@ValidationRule(
        value = "has(self.gameDayRef) == has(oldSelf.gameDayRef) && (!has(self.gameDayRef) || self.gameDayRef "
                + "== oldSelf.gameDayRef)"
                + " && has(self.template) == has(oldSelf.template) && (!has(self.template) || self.template == "
                + "oldSelf.template)"
                + " && has(self.mode) == has(oldSelf.mode) && (!has(self.mode) || self.mode == oldSelf.mode) && "
                + "self.ignoreWindows == oldSelf.ignoreWindows",
        message = "must not be changed but for abort and decision: create another run")
@ValidationRule(
        value = "self.abort || !oldSelf.abort",
        message = "must not be taken back: the run is being ended; create another one",
        fieldPath = ".abort")
@ValidationRule(
        value = "!has(oldSelf.decision) || has(self.decision) && self.decision == oldSelf.decision",
        message = "must not be changed once it is made: create another run",
        fieldPath = ".decision")
@ValidationRule(
        value = "oldSelf.hasValue() || !has(self.decision)",
        message = "must not be set when a run is created: somebody else decides, once it is AwaitingApproval",
        fieldPath = ".decision",
        reason = "FieldValueForbidden",
        optionalOldSelf = true)
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
                "Audit makes a run of a GameDay one that changes nothing; with template, mode stands in it. "
                        + "Enforce cannot be asked for here. Omitted: as the GameDay says.")
        @Nullable
        Mode mode,

        @JsonPropertyDescription(
                "Whether the run may begin outside the windows of its GameDay and within its exclusions; needs "
                        + "the verb override on the GameDay.")
        @Default("" + GameDayRunSpec.DEFAULT_IGNORE_WINDOWS)
        @Nullable
        Boolean ignoreWindows,

        @JsonPropertyDescription(
                "Set to true, the run ends and everything is put back. It cannot be set to false again.")
        @Default("" + GameDayRunSpec.DEFAULT_ABORT)
        @Nullable
        Boolean abort,

        @JsonPropertyDescription(
                "Approve or Deny, set once, while the run waits for approval, by somebody else than who asked "
                        + "for it. Omitted: not decided.")
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
