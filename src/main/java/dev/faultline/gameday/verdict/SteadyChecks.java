package dev.faultline.gameday.verdict;

import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Stretch;
import dev.faultline.gameday.signal.Track;
import dev.faultline.gameday.signal.Watchlist.SteadyCheck;
import dev.faultline.gameday.verdict.CheckVerdict.Result;
import dev.faultline.policy.text.Sentences;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether what had to hold did, each check at the times that its mode names. */
final class SteadyChecks {
    private static final int LONGEST_MESSAGE = 160;

    private SteadyChecks() {}

    static CheckVerdict judge(SteadyCheck check, Track track, Course course) {
        var asked = asked(check, track, course).toList();
        var bad = asked.stream().filter(stretch -> stretch.is(State.Bad)).findFirst();
        if (bad.isPresent()) {
            return verdict(check, Result.Failed, bad.map(Stretch::from), failure(bad.get()));
        }
        if (asked.isEmpty()) {
            return verdict(check, Result.Unknown, Optional.empty(), "no fault was in force, so it was never asked");
        }
        return asked.stream()
                .filter(stretch -> stretch.is(State.Unknown))
                .findFirst()
                .map(gap -> verdict(check, Result.Unknown, Optional.empty(), Gaps.words(gap)))
                .orElseGet(() -> verdict(check, Result.Passed, Optional.empty(), ""));
    }

    private static Stream<Stretch> asked(SteadyCheck check, Track track, Course course) {
        return switch (check.when()) {
            case Start -> at(track, course.begin());
            case End -> at(track, course.end());
            case Edge -> Stream.concat(at(track, course.begin()), at(track, course.end()));
            case Continuous -> between(track, course.begin(), course.end());
            case DuringFault ->
                course.faults().stream().flatMap(fault -> between(track, fault.injected(), end(fault, course)));
        };
    }

    /** Where nothing is put back, as after a kill, a fault is in force until its step is over. */
    private static Instant end(Course.Fault fault, Course course) {
        return fault.reverted().or(fault::over).orElse(course.end());
    }

    private static Stream<Stretch> at(Track track, Instant moment) {
        return between(track, moment, moment);
    }

    /** At least the moment itself. */
    private static Stream<Stretch> between(Track track, Instant from, Instant until) {
        return track.between(from, until.isAfter(from) ? until : from.plusNanos(1)).stream();
    }

    private static String failure(Stretch bad) {
        return "bad at " + bad.from().truncatedTo(ChronoUnit.SECONDS) + ": "
                + Sentences.cut(bad.message(), LONGEST_MESSAGE);
    }

    private static CheckVerdict verdict(SteadyCheck check, Result result, Optional<Instant> failed, String message) {
        return new CheckVerdict(check.name(), Optional.of(check.when()), result, check.weight(), failed, message);
    }

    /** What a budget did not let happen: the very thing that it is there for. */
    static List<CheckVerdict> budgets(Course course) {
        return course.faults().stream()
                .filter(fault -> fault.held() > 0)
                .map(fault -> new CheckVerdict(
                        "evict/" + fault.step(), Optional.empty(), Result.Passed, 1, Optional.empty(), ""))
                .toList();
    }
}
