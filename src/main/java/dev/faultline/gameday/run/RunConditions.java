package dev.faultline.gameday.run;

import dev.faultline.api.gameday.run.Outcome;
import dev.faultline.api.gameday.run.OutcomeReason;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.Conditions;
import dev.faultline.api.status.Conditions.Verdict;
import dev.faultline.policy.text.Sentences;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The conditions of a run. */
final class RunConditions {
    /** Characters of a message. Source: metav1.Condition allows 32768; people read less. */
    private static final int LONGEST = 1024;

    private RunConditions() {}

    static List<Condition> of(List<Condition> before, long generation, Run run, Instant now) {
        return Conditions.merge(before, verdicts(run), generation, now);
    }

    static List<Condition> troubled(List<Condition> before, long generation, String message, Instant now) {
        return Conditions.replace(
                before, Verdict.unknown(ConditionType.Ready, ConditionReason.Retrying, message), generation, now);
    }

    private static List<Verdict> verdicts(Run run) {
        var verdicts = new ArrayList<Verdict>();
        var invalid = run.ending().filter(ending -> ending.reason() == OutcomeReason.InvalidSpec);
        if (invalid.isPresent()) {
            var message = Sentences.cut(invalid.get().message(), LONGEST);
            verdicts.add(Verdict.no(ConditionType.Accepted, ConditionReason.Invalid, message));
            verdicts.add(Verdict.no(ConditionType.Ready, ConditionReason.Invalid, message));
        } else {
            verdicts.add(Verdict.yes(ConditionType.Accepted, ConditionReason.Accepted, "the spec is valid"));
            verdicts.add(ready(run));
        }
        verdicts.add(complete(run));
        verdicts.add(passed(run));
        if (invalid.isPresent()) {
            verdicts.add(Verdict.yes(
                    ConditionType.Stalled, ConditionReason.Invalid, "the run is not carried out: write a new one"));
        }
        if (isLost(run)) {
            verdicts.add(Verdict.yes(
                    ConditionType.Stalled,
                    ConditionReason.RevertFailed,
                    "status.manualSteps has the commands that a person must type"));
        }
        return verdicts;
    }

    private static Verdict ready(Run run) {
        return isLost(run)
                ? Verdict.no(
                        ConditionType.Ready,
                        ConditionReason.RevertFailed,
                        "something could not be put back: status.manualSteps has what to type")
                : Verdict.yes(ConditionType.Ready, ConditionReason.Ready, "the operator has taken the run in hand");
    }

    private static boolean isLost(Run run) {
        return run.ledger().isLost();
    }

    private static Verdict complete(Run run) {
        return run.isComplete()
                ? Verdict.yes(ConditionType.Complete, reason(run), words(run))
                : Verdict.no(ConditionType.Complete, ConditionReason.UnderWay, Sentences.cut(Summary.of(run), LONGEST));
    }

    private static Verdict passed(Run run) {
        if (!run.isComplete()) {
            return Verdict.unknown(ConditionType.Passed, ConditionReason.UnderWay, "the run is not over yet");
        }
        return switch (outcome(run)) {
            case Passed -> Verdict.yes(ConditionType.Passed, ConditionReason.Passed, words(run));
            case Failed, Aborted, RevertFailed -> Verdict.no(ConditionType.Passed, reason(run), words(run));
            case Skipped, Inconclusive -> Verdict.unknown(ConditionType.Passed, reason(run), words(run));
        };
    }

    private static ConditionReason reason(Run run) {
        return switch (outcome(run)) {
            case Passed -> ConditionReason.Passed;
            case Failed -> ConditionReason.Failed;
            case Aborted -> ConditionReason.Aborted;
            case Skipped -> ConditionReason.Skipped;
            case Inconclusive -> ConditionReason.Inconclusive;
            case RevertFailed -> ConditionReason.RevertFailed;
        };
    }

    private static Outcome outcome(Run run) {
        return run.ending().map(Ending::outcome).orElse(Outcome.Inconclusive);
    }

    private static String words(Run run) {
        return Sentences.cut(
                run.ending()
                        .map(ending -> ending.reason() + ": " + ending.message())
                        .orElse(""),
                LONGEST);
    }
}
