package dev.faultline.gameday.verdict;

import static dev.faultline.gameday.GivenSignals.START;
import static dev.faultline.gameday.GivenSignals.at;
import static dev.faultline.gameday.GivenSignals.observed;
import static dev.faultline.gameday.GivenSignals.reading;
import static dev.faultline.gameday.GivenSignals.track;
import static dev.faultline.gameday.verdict.GivenRun.course;
import static dev.faultline.gameday.verdict.GivenRun.measuring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.Reading;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.verdict.Times.Detection;
import dev.faultline.gameday.verdict.Times.Impact;
import dev.faultline.gameday.verdict.Times.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times, from readings that come each second; a healthy window must last 10 s to be stable. */
class StopwatchTest {
    private static final Duration STABLE = Duration.ofSeconds(10);
    private static final String GOOD = "g101";

    @ParameterizedTest(name = "[{index}] sli {0}, faults {1}: impact {2}, recovery {3}")
    @CsvSource(delimiter = '|', textBlock = """
            g101                      | 20,22,40,60             | none    | not needed
            g30b12g59                 | 20,22,40,60             | 30      | 12 after
            # By itself, before anything was put back.
            g23b9g69                  | 20,22,40,60             | 23      | 9 by itself
            # Recovered in the very moment in which it began to be put back: that may be why.
            g30b10g61                 | 20,22,40,60             | 30      | 10 after
            # Nothing is put back after a kill.
            g23b9g69                  | 20,22,-1,60             | 23      | 9 by itself
            # Pods that leave serve nobody before they are gone: bad before the effect is seen, since it was sent for.
            g20b25g56                 | 20,40,-1,60             | 20      | 25 by itself
            # A healthy moment that does not last is not recovery.
            g30b5g5b5g56              | 20,22,40,60             | 30      | 15 after
            g30b5g9b5g52              | 20,22,40,60             | 30      | 19 after
            g30b5g10b5g51             | 20,22,40,60             | 30      | 5 by itself
            # Never stable again.
            g30b71                    | 20,22,40,60             | 30      | unrecovered
            g30b62g9                  | 20,22,40,60             | 30      | unrecovered
            g30b61g10                 | 20,22,40,60             | 30      | unrecovered
            g30b60g11                 | 20,22,40,60             | 30      | 60 after
            # The worst of several counts, and one without an end is the worst.
            g30b5g25b15g26            | 20,22,40,50 55,56,70,80 | 60      | 15 after
            g30b15g25b5g26            | 20,22,40,50 55,56,70,80 | 30      | 15 after
            g30b15g25b31              | 20,22,40,50 55,56,70,80 | 70      | unrecovered
            # A gap over a turn, and one that is long, hide what happened.
            g25u16g60                 | 20,22,40,60             | unclear | unclear
            g25u5b5g66                | 20,22,40,60             | 30      | unclear
            g25b5u5g66                | 20,22,40,60             | 25      | unclear
            g25b5u5b5g61              | 20,22,40,60             | 25      | 15 after
            g25-20b5g51               | 20,22,40,60             | 45      | unclear
            g60                       | 20,22,40,60             | unclear | unclear
            # A moment without an answer between two that are alike hides nothing.
            g25u5g71                  | 20,22,40,60             | none    | not needed
            # What was bad before measures nothing.
            g10b91                    | 20,22,40,60             | unclear | unclear
            b5g96                     | 20,22,40,60             | none    | not needed
            -1                        | 20,22,40,60             | unclear | unclear
            """)
    void impactAndRecovery(String sli, String faults, String impact, String recovery) {
        var times = read(observed("sli", sli.strip(), "detectedBy", GOOD), course(faults.strip()));

        assertThat(words(times.impact())).isEqualTo(impact);
        assertThat(words(times.recovery())).isEqualTo(recovery);
    }

    @ParameterizedTest(name = "[{index}] detectedBy {0}, sli {1}, faults {2}: zero {3}, {4}")
    @CsvSource(delimiter = '|', textBlock = """
            g101              | g101          | 20,22,40,60                | 22   | undetected
            g34b5g62          | g101          | 20,22,40,60                | 22   | 12
            g34b5g62          | g23b9g69      | 20,22,40,60                | 22   | 12
            # Noticed before the effect was seen: the effect was there by then.
            g21b80            | g101          | 20,22,40,60                | 21   | 0
            g26b75            | g21b9g71      | 20,30,-1,60                | 21   | 5
            # Only the first turn counts.
            g34b5g20b5g37     | g101          | 20,22,40,60                | 22   | 12
            # Noticed when the fault was over already.
            g80b21            | g101          | 20,22,40,60                | 22   | 58
            # Of steps one after the other, the one under way when users felt it.
            g65b36            | g61b20g20     | 20,22,40,50 55,57,80,90    | 57   | 8
            g65b36            | g101          | 20,22,40,50 55,57,80,90    | 57   | 8
            # After both: the last one.
            g95b6             | g101          | 20,22,40,50 55,57,80,90    | 57   | 38
            # Of steps side by side, the first one.
            g65b36            | g61b20g20     | 20,22,70,80 55,57,80,90    | 22   | 43
            # One without an effect is not the cause.
            g65b36            | g61b20g20     | 20,22,40,50 55,-1,80,90    | 22   | 43
            g65b36            | g101          | 20,-1,40,50 55,57,80,90    | 57   | 8
            # No effect at all, so there is no zero.
            g34b67            | g101          | 20,-1,40,50                | none | unclear
            g101              | g101          | 20,-1,40,50                | none | undetected
            # Gaps.
            g30u5b66          | g101          | 20,22,40,60                | 22   | unclear
            g30u5g66          | g101          | 20,22,40,60                | 22   | undetected
            g30u16g55         | g101          | 20,22,40,60                | 22   | unclear
            g34b5u20g42       | g101          | 20,22,40,60                | 22   | 12
            g30               | g101          | 20,22,40,60                | 22   | unclear
            # Bad before.
            g10b91            | g101          | 20,22,40,60                | 22   | unclear
            b5g30b66          | g101          | 20,22,40,60                | 22   | 13
            """)
    void zeroAndDetection(String detecting, String sli, String faults, String zero, String detection) {
        var times = read(observed("sli", sli.strip(), "detectedBy", detecting.strip()), course(faults.strip()));

        assertThat(times.effect().map(StopwatchTest::second).orElse("none")).isEqualTo(zero);
        assertThat(words(times.detection())).isEqualTo(detection);
    }

    @Test
    void aProbeTellsLaterThanItBegan() {
        var bad = track("g31")
                .after(new Reading(at(45), at(31.5), at(44.25), State.Bad, "db fails"))
                .after(reading('b', 58));
        var both = bad.after(new Reading(at(70), at(58.75), at(68), State.Good, ""))
                .after(Reading.good(at(75)))
                .after(Reading.good(at(85)))
                .after(Reading.good(at(99)));

        var times = read(new Observed(Map.of("sli", both, "detectedBy", both)), course());

        assertThat(times.impact()).isEqualTo(new Impact.Seen(at(31.5)));
        assertThat(times.detection()).isEqualTo(new Detection.Detected(at(44.25), Duration.ofMillis(22_250)));
        assertThat(times.recovery()).isEqualTo(new Recovery.Recovered(at(58.75), Duration.ofMillis(27_250), false));
    }

    @Test
    void whatIsNotAskedForIsNotMeasured() {
        var list = new Watchlist(List.of(), List.of(), Optional.empty(), Optional.empty());

        var times = Stopwatch.read(list, Observed.NOTHING, course(), STABLE);

        assertThat(times)
                .isEqualTo(new Times(
                        Optional.of(at(22)), new Impact.NotAsked(), new Detection.NotAsked(), new Recovery.NotAsked()));
    }

    private static Times read(Observed observed, Course course) {
        return Stopwatch.read(measuring(), observed, course, STABLE);
    }

    private static String second(Instant moment) {
        return String.valueOf(Duration.between(START, moment).toSeconds());
    }

    private static String words(Impact impact) {
        return switch (impact) {
            case Impact.NotAsked _ -> "not asked";
            case Impact.None _ -> "none";
            case Impact.Seen(var at) -> second(at);
            case Impact.Unclear _ -> "unclear";
        };
    }

    private static String words(Recovery recovery) {
        return switch (recovery) {
            case Recovery.NotAsked _ -> "not asked";
            case Recovery.NotNeeded _ -> "not needed";
            case Recovery.Unrecovered _ -> "unrecovered";
            case Recovery.Recovered recovered ->
                recovered.taken().toSeconds() + (recovered.duringFault() ? " by itself" : " after");
            case Recovery.Unclear _ -> "unclear";
        };
    }

    private static String words(Detection detection) {
        return switch (detection) {
            case Detection.NotAsked _ -> "not asked";
            case Detection.Undetected _ -> "undetected";
            case Detection.Detected detected -> String.valueOf(detected.taken().toSeconds());
            case Detection.Unclear _ -> "unclear";
        };
    }
}
