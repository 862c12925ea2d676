package dev.faultline.gameday.verdict;

import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.verdict.CheckVerdict.Result;
import dev.faultline.gameday.verdict.Judged.Conclusion;
import dev.faultline.gameday.verdict.Times.Detection;
import dev.faultline.gameday.verdict.Times.Recovery;
import dev.faultline.policy.text.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The verdict on a run. What failed weighs more than what nobody knows, for one failure is enough; but where no fault had a
 * result at all, nothing that was seen says anything about it.
 */
public final class Judging {
    private static final int ALL = 100;

    private Judging() {}

    public static Judged judge(Watchlist list, Observed observed, Course course, Objectives objectives) {
        var times = Stopwatch.read(list, observed, course, objectives.stable());
        var steady = list.checks().stream()
                .map(check -> SteadyChecks.judge(check, observed.of(check.key()), course))
                .toList();
        var targets = Targets.judge(objectives, times);
        var checks = Stream.of(steady, targets, SteadyChecks.budgets(course))
                .flatMap(List::stream)
                .toList();
        var conclusion = conclusion(steady, checks, times, course);
        var words = words(conclusion, checks, times, course);
        return new Judged(checks, times, score(checks, course), conclusion, words);
    }

    private static Conclusion conclusion(
            List<CheckVerdict> steady, List<CheckVerdict> all, Times times, Course course) {
        if (course.faults().stream().noneMatch(Course.Fault::hasResult)) {
            return Conclusion.FaultNotEffective;
        }
        if (any(steady, Result.Failed)) {
            return Conclusion.ChecksFailed;
        }
        if (any(all, Result.Failed)) {
            return Conclusion.TargetsMissed;
        }
        if (!course.faults().stream().allMatch(Course.Fault::hasResult)) {
            return Conclusion.FaultNotEffective;
        }
        if (any(all, Result.Unknown) || !unclear(times).isEmpty()) {
            return Conclusion.NotObserved;
        }
        return all.isEmpty() ? Conclusion.NoChecks : Conclusion.AllChecksPassed;
    }

    private static boolean any(List<CheckVerdict> checks, Result result) {
        return checks.stream().anyMatch(check -> check.is(result));
    }

    /** Rounded down, so that 100 means all. */
    private static Optional<Integer> score(List<CheckVerdict> checks, Course course) {
        if (checks.isEmpty() || course.faults().stream().noneMatch(Course.Fault::hasResult)) {
            return Optional.empty();
        }
        var passed = checks.stream()
                .filter(check -> check.is(Result.Passed))
                .mapToInt(CheckVerdict::weight)
                .sum();
        return Optional.of(
                passed * ALL / checks.stream().mapToInt(CheckVerdict::weight).sum());
    }

    private static String words(Conclusion conclusion, List<CheckVerdict> checks, Times times, Course course) {
        return switch (conclusion) {
            case AllChecksPassed -> held(checks) + told(times);
            case ChecksFailed, TargetsMissed -> held(checks) + told(times) + "; " + listed(checks, Result.Failed);
            case NoChecks ->
                "nothing was asked, so nothing can have passed; write spec.steadyState, or measure.targetDetect or "
                        + "measure.targetRecover";
            case FaultNotEffective ->
                course.faults().isEmpty()
                        ? "no fault was sent for"
                        : course.faults().stream()
                                .filter(fault -> !fault.hasResult())
                                .map(Course.Fault::step)
                                .collect(Collectors.joining(", ", "nothing was seen of the fault of step ", ""));
            case NotObserved -> held(checks) + "; " + unknown(checks, times);
        };
    }

    private static String held(List<CheckVerdict> checks) {
        return checks.stream().filter(check -> check.is(Result.Passed)).count() + " of " + checks.size()
                + (checks.size() == 1 ? " check passed" : " checks passed");
    }

    private static String told(Times times) {
        var words = new ArrayList<String>();
        if (times.detection() instanceof Detection.Detected detected) {
            words.add("; noticed in " + Targets.seconds(detected.taken()));
        }
        if (times.recovery() instanceof Recovery.Recovered recovered) {
            words.add("; recovered in " + Targets.seconds(recovered.taken())
                    + (recovered.duringFault() ? ", by itself" : ""));
        }
        return String.join("", words);
    }

    private static String listed(List<CheckVerdict> checks, Result result) {
        return Sentences.listed(
                checks.stream().filter(check -> check.is(result)).map(CheckVerdict::words));
    }

    private static String unknown(List<CheckVerdict> checks, Times times) {
        return any(checks, Result.Unknown) ? listed(checks, Result.Unknown) : String.join("; ", unclear(times));
    }

    private static List<String> unclear(Times times) {
        var words = new ArrayList<String>();
        if (times.impact() instanceof Times.Impact.Unclear(var why)) {
            words.add("sli: " + why);
        } else if (times.recovery() instanceof Recovery.Unclear(var why)) {
            words.add("sli: " + why);
        }
        if (times.detection() instanceof Detection.Unclear(var why)) {
            words.add("detectedBy: " + why);
        }
        return words;
    }
}
