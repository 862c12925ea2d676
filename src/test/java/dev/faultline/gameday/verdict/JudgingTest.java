package dev.faultline.gameday.verdict;

import static dev.faultline.gameday.GivenSignals.observed;
import static dev.faultline.gameday.verdict.GivenRun.NONE;
import static dev.faultline.gameday.verdict.GivenRun.check;
import static dev.faultline.gameday.verdict.GivenRun.checks;
import static dev.faultline.gameday.verdict.GivenRun.course;
import static dev.faultline.gameday.verdict.GivenRun.fault;
import static dev.faultline.gameday.verdict.GivenRun.held;
import static dev.faultline.gameday.verdict.GivenRun.measuring;
import static dev.faultline.gameday.verdict.GivenRun.objectives;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.plan.SteadyState.When;
import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.verdict.CheckVerdict.Result;
import dev.faultline.gameday.verdict.Judged.Conclusion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgingTest {
    private static final String GOOD = "g101";
    private static final String BAD_MEANWHILE = "g25b5g71";
    private static final String GAP = "g50u16g35";

    @ParameterizedTest(name = "[{index}] front {0} of weight 3, page {1} of weight 1: score {2}, {3}")
    @CsvSource({
        "g101,      g101,      100, AllChecksPassed",
        "g25b5g71,  g101,      25,  ChecksFailed",
        "g101,      g25b5g71,  75,  ChecksFailed",
        "g25b5g71,  g25b5g71,  0,   ChecksFailed",
        "g50u16g35, g101,      25,  NotObserved",
        // One failure is enough, whatever else nobody knows.
        "g50u16g35, g25b5g71,  0,   ChecksFailed",
        "g50u16g35, g50u16g35, 0,   NotObserved",
    })
    void theScoreIsTheShareOfTheWeightThatPassed(String front, String page, int score, Conclusion conclusion) {
        var list = checks(check("front", When.Continuous, 3), check("page", When.Continuous, 1));

        var judged = Judging.judge(list, observed("check/front", front, "check/page", page), course(), NONE);

        assertThat(judged.score()).contains(score);
        assertThat(judged.conclusion()).isEqualTo(conclusion);
    }

    @Test
    void aScoreIsRoundedDownSoThatOnlyAllIsAHundred() {
        var list = checks(check("front", When.Continuous, 100), check("page", When.Continuous, 1));

        var judged = Judging.judge(list, observed("check/front", GOOD, "check/page", BAD_MEANWHILE), course(), NONE);

        assertThat(judged.score()).contains(99);
    }

    @ParameterizedTest(name = "[{index}] detectedBy {0} within {1}, sli {2} within {3}: {4}, {5}; score {6}, {7}")
    @CsvSource({
        "g34b5g62, 12, g23b9g69,  9, Passed,  Passed,  100, AllChecksPassed",
        "g34b5g62, 11, g23b9g69,  9, Failed,  Passed,  50,  TargetsMissed",
        "g34b5g62, 12, g23b10g68, 9, Passed,  Failed,  50,  TargetsMissed",
        // Undetected and unrecovered miss, and are never told as 0.
        "g101,     12, g23b9g69,  9, Failed,  Passed,  50,  TargetsMissed",
        "g34b5g62, 12, g23b78,    9, Passed,  Failed,  50,  TargetsMissed",
        "g101,     12, g23b78,    9, Failed,  Failed,  0,   TargetsMissed",
        // Users felt nothing, so nothing had to recover.
        "g34b5g62, 12, g101,      9, Passed,  Passed,  100, AllChecksPassed",
        // Nobody knows.
        "g30u5b66, 12, g23b9g69,  9, Unknown, Passed,  50,  NotObserved",
        "g34b5g62, 12, g23u5b9g69, 9, Passed, Unknown, 50,  NotObserved",
        "g101,     12, g23u5b9g69, 9, Failed, Unknown, 0,   TargetsMissed",
    })
    void objectivesAreMetOrMissed(
            String detecting,
            int detect,
            String sli,
            int recover,
            Result detected,
            Result recovered,
            int score,
            Conclusion conclusion) {
        var judged = Judging.judge(
                measuring(), observed("sli", sli, "detectedBy", detecting), course(), objectives(detect, recover));

        assertThat(judged.checks()).extracting(CheckVerdict::check).containsExactly("timeToDetect", "timeToRecover");
        assertThat(judged.checks()).extracting(CheckVerdict::result).containsExactly(detected, recovered);
        assertThat(judged.score()).contains(score);
        assertThat(judged.conclusion()).isEqualTo(conclusion);
    }

    @Test
    void aGapInWhatIsMeasuredIsInconclusiveWithoutAnObjectiveToo() {
        var judged = Judging.judge(
                measuring(check("page", When.Continuous, 1)),
                observed("sli", GAP, "detectedBy", GOOD, "check/page", GOOD),
                course(),
                NONE);

        assertThat(judged.conclusion()).isEqualTo(Conclusion.NotObserved);
        assertThat(judged.message())
                .isEqualTo(
                        "1 of 1 check passed; sli: not known from 2027-01-05T09:30:50Z for 16 s: not asked: no socket "
                                + "is left");
    }

    @Test
    void whatIsMeasuredAndNotJudgedIsNoCheck() {
        var judged =
                Judging.judge(measuring(), observed("sli", BAD_MEANWHILE, "detectedBy", BAD_MEANWHILE), course(), NONE);

        assertThat(judged.conclusion()).isEqualTo(Conclusion.NoChecks);
        assertThat(judged.score()).isEmpty();
        assertThat(judged.message()).startsWith("nothing was asked, so nothing can have passed");
    }

    @Test
    void aBudgetThatHeldIsACheckThatPassed() {
        var judged = Judging.judge(checks(), Observed.NOTHING, course(held(2)), NONE);

        assertThat(judged.checks()).extracting(CheckVerdict::check).containsExactly("evict/evict");
        assertThat(judged.score()).contains(100);
        assertThat(judged.conclusion()).isEqualTo(Conclusion.AllChecksPassed);
    }

    @Test
    void aBudgetThatHeldWeighsLikeOneCheck() {
        var list = checks(check("page", When.Continuous, 1));

        var judged = Judging.judge(
                list, observed("check/page", BAD_MEANWHILE), course(fault(20, 22, 40, 60), held(1)), NONE);

        assertThat(judged.score()).contains(50);
        assertThat(judged.conclusion()).isEqualTo(Conclusion.ChecksFailed);
    }

    @Test
    void withoutAnyEffectNothingThatWasSeenSaysAnything() {
        var list = checks(check("page", When.Continuous, 1));

        for (var row : new String[] {GOOD, BAD_MEANWHILE}) {
            var judged = Judging.judge(list, observed("check/page", row), course(fault(20, -1, 40, 60)), NONE);

            assertThat(judged.conclusion()).isEqualTo(Conclusion.FaultNotEffective);
            assertThat(judged.score()).isEmpty();
            assertThat(judged.message()).isEqualTo("nothing was seen of the fault of step one");
        }
    }

    @ParameterizedTest(name = "one fault of two has had an effect, the check is {0}: {1}")
    @CsvSource({"g101, FaultNotEffective", "g25b5g71, ChecksFailed", "g50u16g35, FaultNotEffective"})
    void aFaultWithoutEffectLeavesARunUndecidedThatHasNotFailed(String row, Conclusion conclusion) {
        var list = checks(check("page", When.Continuous, 1));

        var judged = Judging.judge(
                list, observed("check/page", row), course(fault(20, 22, 40, 60), fault(25, -1, 40, 60)), NONE);

        assertThat(judged.conclusion()).isEqualTo(conclusion);
    }

    @Test
    void aVerdictSaysWhatDecidedIt() {
        var list = measuring(check("front", When.Continuous, 3), check("page", When.Edge, 1));

        var passed = Judging.judge(
                list,
                observed("check/front", GOOD, "check/page", GOOD, "sli", "g23b9g69", "detectedBy", "g34b5g62"),
                course(),
                objectives(60, 60));
        var failed = Judging.judge(
                list,
                observed("check/front", BAD_MEANWHILE, "check/page", GOOD, "sli", "g23b9g69", "detectedBy", GOOD),
                course(),
                objectives(60, 60));

        assertThat(passed.message())
                .isEqualTo("4 of 4 checks passed; noticed in 12.0 s; recovered in 9.0 s, by itself");
        assertThat(failed.message())
                .isEqualTo("2 of 4 checks passed; recovered in 9.0 s, by itself; front: bad at 2027-01-05T09:30:25Z: "
                        + "status 503, wanted is 200 to 299; timeToDetect: the fault was not noticed, wanted is within "
                        + "1m");
    }

    @Test
    void aRunWithoutAFaultIsNotJudgedByWhatHeld() {
        var list = checks(check("page", When.Start, 1));

        var judged = Judging.judge(list, observed("check/page", GOOD), course(new Course.Fault[0]), NONE);

        assertThat(judged.conclusion()).isEqualTo(Conclusion.FaultNotEffective);
        assertThat(judged.message()).isEqualTo("no fault was sent for");
    }
}
