package dev.faultline.gameday.calendar;

import dev.faultline.api.gameday.GameDaySpec;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.Conditions.Verdict;
import dev.faultline.gameday.plan.Rehearsal;
import dev.faultline.gameday.schedule.Decision;
import dev.faultline.policy.text.Sentences;
import java.util.ArrayList;
import java.util.List;

/** The conditions of a game day. How its runs end is in none of them. */
final class GameDayConditions {
    private static final int LONGEST = 1024;

    private GameDayConditions() {}

    static List<Verdict> refused(String message) {
        var words = Sentences.cut(message, LONGEST);
        return List.of(
                Verdict.no(ConditionType.Accepted, ConditionReason.Invalid, words),
                Verdict.no(ConditionType.Ready, ConditionReason.Invalid, words),
                Verdict.yes(ConditionType.Stalled, ConditionReason.Invalid, words));
    }

    static List<Verdict> of(GameDaySpec spec, Outlook outlook) {
        var verdicts = new ArrayList<Verdict>();
        verdicts.add(Verdict.yes(ConditionType.Accepted, ConditionReason.Accepted, "the spec is valid"));
        if (outlook.decision().filter(Decision.NeverFits.class::isInstance).isPresent()) {
            var message = neverFits(spec);
            verdicts.add(Verdict.no(ConditionType.Ready, ConditionReason.ScheduleNeverFits, message));
            verdicts.add(Verdict.yes(ConditionType.Stalled, ConditionReason.ScheduleNeverFits, message));
            return List.copyOf(verdicts);
        }
        verdicts.add(Rehearsal.of(spec.runTemplate().spec())
                .unsupported()
                .map(message -> Verdict.no(
                        ConditionType.Ready, ConditionReason.Unsupported, message + "; until then runs are Skipped"))
                .orElseGet(
                        () -> Verdict.yes(ConditionType.Ready, ConditionReason.Ready, "this generation is applied")));
        return List.copyOf(verdicts);
    }

    private static String neverFits(GameDaySpec spec) {
        return spec.windows() == null && spec.exclusions() == null
                ? "spec.schedule names no moment in the next 400 days; name a day that comes sooner"
                : "spec.schedule names no moment in the next 400 days at which a run fits spec.windows and "
                        + "spec.exclusions for all of spec.runTemplate.spec.activeDeadline; widen a window, move the "
                        + "schedule or shorten the deadline";
    }
}
