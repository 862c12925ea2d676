package dev.faultline.api.gameday.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.api.schema.LenientReader;
import dev.faultline.api.schema.ListMap;
import dev.faultline.api.schema.NotInSchema;
import dev.faultline.api.schema.Stored;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done and seen. A field is absent until there is something to say.
 *
 * @param unreadable why a stored status could not be read, with the field's path; all else is absent then. Such a run
 *     may have begun, so it is not a new one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonDeserialize(using = GameDayRunStatus.Reader.class)
public record GameDayRunStatus(
        @JsonPropertyDescription("The metadata.generation that this status speaks of.") @Min(0) @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("How things stand, in one sentence.") @Size(max = 1024) @Nullable
        String summary,

        @JsonPropertyDescription(
                "How far the run is; wait for the condition Complete instead. Pending: its targets are "
                        + "chosen. AwaitingApproval: somebody must agree. Preflight: every guard rail is looked at. "
                        + "Baseline: the steady state is looked at. Running: steps are carried out. Reverting: "
                        + "everything is put back. Verdict: what was seen is judged. Complete: nothing more will "
                        + "happen.")
        @Nullable
        Phase phase,

        @JsonPropertyDescription(
                "How the run ended. Passed: every check passed. Failed: one did not. Aborted: it was ended "
                        + "early, and everything was put back. Skipped: nothing was done, on purpose. Inconclusive: "
                        + "not enough was seen for a verdict. RevertFailed: something could not be put back; see "
                        + "manualSteps.")
        @Nullable
        Outcome outcome,

        @JsonPropertyDescription("Why, in one word: " + OutcomeReason.WORDS + ".") @Nullable
        OutcomeReason reason,

        @JsonPropertyDescription("Why, in words, and what to do next.") @Size(max = 1024) @Nullable
        String message,

        @JsonPropertyDescription("The share of checks that passed, by their weight, 0 to 100.")
        @Min(0)
        @Max(100)
        @Nullable
        Integer score,

        @JsonPropertyDescription("How often a replica of the operator has taken the run over.") @Min(0) @Nullable
        Long epoch,

        @JsonPropertyDescription("When the run began.") @Size(max = 64) @Nullable
        String startTime,

        @JsonPropertyDescription("When it ends at the latest.") @Size(max = 64) @Nullable
        String deadlineTime,

        @JsonPropertyDescription("Since when the steady state is looked at.") @Size(max = 64) @Nullable
        String baselineTime,

        @JsonPropertyDescription("Since when steps are carried out.") @Size(max = 64) @Nullable
        String runningTime,

        @JsonPropertyDescription("Since when nothing is done and nothing is in place any more.")
        @Size(max = 64)
        @Nullable
        String overTime,

        @JsonPropertyDescription("Tries to put everything back that did not succeed.") @Min(0) @Nullable
        Integer revertAttempts,

        @JsonPropertyDescription("When the last of them was made.") @Size(max = 64) @Nullable
        String revertTriedTime,

        @JsonPropertyDescription("When the run was over.") @Size(max = 64) @Nullable
        String completionTime,

        @JsonPropertyDescription("What the run does to what, frozen when it was new: at most 64.")
        @Size(max = GameDayRunStatus.MAX_PLAN_ROWS)
        @Nullable
        List<PlanRow> plan,

        @JsonPropertyDescription("How far each step is: at most 16.")
        @Size(max = RehearsalSpec.MAX_STEPS)
        @ListMap("atStep")
        @Nullable
        List<StepStatus> steps,

        @JsonPropertyDescription("What is done to each object, written down before it is done: at most 128.")
        @Size(max = LedgerRow.MAX_ROWS)
        @ListMap("entry")
        @Nullable
        List<LedgerRow> ledger,

        @JsonPropertyDescription("What came of each check: at most 64.")
        @Size(max = GameDayRunStatus.MAX_CHECKS)
        @ListMap("check")
        @Nullable
        List<CheckResult> checks,

        @JsonPropertyDescription("What was seen of each signal: at most 64.")
        @Size(max = GameDayRunStatus.MAX_SIGNALS)
        @ListMap("signal")
        @Nullable
        List<SignalStatus> signals,

        @JsonPropertyDescription("The times of the run, measured.") @Nullable
        Measured measured,

        @JsonPropertyDescription("What a person must type, where something could not be put back: at most 32.")
        @Size(max = GameDayRunStatus.MAX_MANUAL_STEPS)
        @Nullable
        List<@Size(max = 512) String> manualSteps,

        @JsonPropertyDescription(
                "What is rehearsed, frozen when the run was new: a later change of the GameDay does not "
                        + "change the run.")
        @Nullable
        RehearsalSpec rehearsal,

        @JsonPropertyDescription("Accepted, Ready, Complete and Passed; Stalled only while true: at most 16.")
        @Size(max = 16)
        @ListMap("type")
        @Nullable
        List<Condition> conditions,

        @NotInSchema @Nullable String unreadable)
        implements Stored {
    /** Rows of the plan at most. */
    public static final int MAX_PLAN_ROWS = 64;

    /** Checks at most: steady states, two objectives of time, and an eviction in each step. */
    public static final int MAX_CHECKS = 64;

    /** Signals at most: sli, detectedBy, steady states and stop conditions. */
    public static final int MAX_SIGNALS = 64;

    /** Commands for people at most. */
    public static final int MAX_MANUAL_STEPS = 32;

    /** A run whose record cannot be read is not a new run: it says so instead. */
    private static GameDayRunStatus unreadable(String problem) {
        return new GameDayRunStatus(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "status" + problem);
    }

    static final class Reader extends LenientReader<GameDayRunStatus> {
        Reader() {
            super(GameDayRunStatus.class, GameDayRunStatus::unreadable);
        }

        /** A run without a status is a new one. */
        @Override
        public @Nullable GameDayRunStatus getNullValue(DeserializationContext context) {
            return null;
        }
    }
}
