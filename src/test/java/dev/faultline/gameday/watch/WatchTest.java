package dev.faultline.gameday.watch;

import static dev.faultline.gameday.GivenSignals.SIGNAL;
import static dev.faultline.gameday.GivenSignals.START;
import static dev.faultline.gameday.GivenSignals.at;
import static dev.faultline.gameday.GivenSignals.observed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.plan.SteadyState.When;
import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.signal.Watchlist.SteadyCheck;
import dev.faultline.gameday.signal.Watchlist.StopRule;
import dev.faultline.gameday.watch.WellJudge.Settling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run does by what it hears while it is under way. */
class WatchTest {
    private static final Watchlist STOPPING =
            new Watchlist(List.of(), List.of(new StopRule("front-down", SIGNAL)), Optional.empty(), Optional.empty());
    private static final Watchlist MEASURING =
            new Watchlist(List.of(), List.of(), Optional.of(SIGNAL), Optional.of(SIGNAL));

    private static Watchlist checked(When when) {
        return new Watchlist(
                List.of(new SteadyCheck("page", when, 1, SIGNAL)), List.of(), Optional.empty(), Optional.empty());
    }

    @ParameterizedTest(name = "after {0}, at {1}: {2}")
    @CsvSource({
        "gg,      2,  Waiting",
        "ggg,     3,  Steady",
        "bbggg,   5,  Steady",
        "gggb,    4,  Waiting",
        "gggbgg,  6,  Waiting",
        "gguggg,  6,  Steady",
        "gggu,    4,  Waiting",
        "b59,     59, Waiting",
        "b60,     60, NotSteady",
        "b59ggg,  62, Steady",
        "-61,     61, NotSteady",
        // What was good once and is silent since is not known.
        "ggg,     30, Waiting",
    })
    void aRunBeginsOnceThreeReadingsInARowAreGood(String row, int now, String baseline) {
        var judged = BaselineJudge.judge(checked(When.Edge), observed("check/page", row), START, at(now));

        assertThat(judged.getClass().getSimpleName()).isEqualTo(baseline);
    }

    @ParameterizedTest(name = "a check of mode {0} that is bad: {1}")
    @CsvSource({"Start, NotSteady", "Edge, NotSteady", "Continuous, NotSteady", "End, Steady", "DuringFault, Steady"})
    void onlyWhatMustHoldBeforeIsWaitedFor(When when, String baseline) {
        var judged = BaselineJudge.judge(checked(when), observed("check/page", "b60"), START, at(60));

        assertThat(judged.getClass().getSimpleName()).isEqualTo(baseline);
    }

    @Test
    void whatMeasuresAndWhatGuardsMustBeGoodTooAndTheMessageNamesAll() {
        var list = new Watchlist(List.of(), STOPPING.stops(), MEASURING.sli(), MEASURING.detectedBy());

        var judged = BaselineJudge.judge(
                list, observed("stop/front-down", "u61", "sli", "b61", "detectedBy", "g61"), START, at(61));

        assertThat(judged)
                .isEqualTo(
                        new Baseline.NotSteady("stop condition front-down is not known: not asked: no socket is left; "
                                + "sli is bad: status 503, wanted is 200 to 299"));
    }

    @Test
    void nothingToWaitForIsSteady() {
        var nothing = new Watchlist(List.of(), List.of(), Optional.empty(), Optional.empty());

        assertThat(BaselineJudge.judge(nothing, Observed.NOTHING, START, START)).isEqualTo(new Baseline.Steady());
    }

    @ParameterizedTest(name = "after {0}, at {1}: stops is {2}")
    @CsvSource({
        "g20,      20, false",
        "g20b,     21, true",
        // By the first bad reading, and no longer once it is good again.
        "g20bg,    22, false",
        // A guard that cannot be told guards nothing: after a moment it is taken for met.
        "g20u15,   35, false",
        "g20u17,   37, true",
        "g20,      34, false",
        "g20,      35, true",
    })
    void aRunStopsAtTheFirstBadReadingAndWhereNobodyCanTell(String row, int now, boolean stops) {
        assertThat(StopJudge.judge(STOPPING, observed("stop/front-down", row), at(now))
                        .isPresent())
                .isEqualTo(stops);
    }

    @Test
    void aStopSaysWhichConditionAndWhy() {
        assertThat(StopJudge.judge(STOPPING, observed("stop/front-down", "gb"), at(2)))
                .contains("stop condition front-down is met: status 503, wanted is 200 to 299");
        assertThat(StopJudge.judge(STOPPING, observed("stop/front-down", "gu20"), at(20)))
                .contains(
                        "stop condition front-down cannot be told, so nothing is risked: not asked: no socket is left");
    }

    @ParameterizedTest(name = "sli {0}, put back at {1}, at {2}: well is {3}")
    @CsvSource({
        "g60,        20, 49, false",
        "g60,        20, 50, true",
        "g25b5g30,   20, 59, false",
        "g25b5g31,   20, 60, true",
        "g25b40,     20, 65, false",
        "g60,        50, 60, false",
        "g40u30,     20, 70, false",
        "g40,        20, 70, false",
    })
    void aStepIsOverOnceUsersHaveBeenWellForLongEnough(String sli, int since, int now, boolean well) {
        var settling = new Settling(at(since), Duration.ofSeconds(30));

        assertThat(WellJudge.judge(MEASURING, observed("sli", sli), settling, at(now))
                        .isEmpty())
                .isEqualTo(well);
    }

    @Test
    void whereNothingIsMeasuredNothingIsWaitedFor() {
        var settling = new Settling(START, Duration.ofSeconds(30));

        assertThat(WellJudge.judge(STOPPING, Observed.NOTHING, settling, START)).isEmpty();
    }

    @ParameterizedTest(name = "[{index}] {0} of {1}, over at 20, at {2}: due is {3}")
    @CsvSource({
        "g22,     End,         22, true",
        "g20,     End,         20, false",
        "b30,     End,         30, false",
        "b90,     End,         89, false",
        "b90,     End,         90, true",
        "u90,     Edge,        90, true",
        "b30g2,   Edge,        32, true",
        "b30,     Continuous,  30, false",
        // What is not asked at the end is not waited for.
        "b30,     Start,       21, true",
        "b30,     DuringFault, 21, true",
    })
    void aRunIsJudgedOnceItsEndIsGoodOrHasHadItsTime(String row, When when, int now, boolean due) {
        var settling = new Settling(at(20), Duration.ofSeconds(10));

        assertThat(EndJudge.isDue(checked(when), observed("check/page", row), settling, at(now)))
                .isEqualTo(due);
    }

    @ParameterizedTest(name = "[{index}] sli {0}, over at 20, at {1}: due is {2}")
    @CsvSource({
        "g10b15g7,  32, false",
        "g10b15g10, 35, true",
        "g22,       22, true",
        "b90,       89, false",
        "b90,       90, true",
    })
    void aRunIsJudgedOnceItCanBeToldThatUsersAreWellAgain(String sli, int now, boolean due) {
        var settling = new Settling(at(20), Duration.ofSeconds(10));

        assertThat(EndJudge.isDue(MEASURING, observed("sli", sli, "detectedBy", "g90"), settling, at(now)))
                .isEqualTo(due);
    }
}
