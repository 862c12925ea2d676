package dev.faultline.gameday.verdict;

import static dev.faultline.gameday.GivenSignals.at;
import static dev.faultline.gameday.GivenSignals.track;
import static dev.faultline.gameday.verdict.GivenRun.check;
import static dev.faultline.gameday.verdict.GivenRun.course;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.plan.SteadyState.When;
import dev.faultline.gameday.verdict.CheckVerdict.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of a run that injects at 20, puts back at 40, and is judged at 100. */
class SteadyChecksTest {

    @ParameterizedTest(name = "[{index}] {0}: Start {1}, End {2}, Edge {3}, Continuous {4}, DuringFault {5}")
    @CsvSource({
        "g101,            Passed,  Passed,  Passed,  Passed,  Passed",
        // Bad before it matters, and good since.
        "g5b5g91,         Passed,  Passed,  Passed,  Passed,  Passed",
        "g15b86,          Failed,  Failed,  Failed,  Failed,  Failed",
        "b21g80,          Failed,  Passed,  Failed,  Failed,  Failed",
        "g25b5g71,        Passed,  Passed,  Passed,  Failed,  Failed",
        // Bad only once everything is put back.
        "g41b5g55,        Passed,  Passed,  Passed,  Failed,  Passed",
        "g39b1g61,        Passed,  Passed,  Passed,  Failed,  Failed",
        "g90b11,          Passed,  Failed,  Failed,  Failed,  Passed",
        "g99b1g1,         Passed,  Passed,  Passed,  Failed,  Passed",
        // What is not known has not passed.
        "u30g71,          Unknown, Passed,  Unknown, Unknown, Unknown",
        "g90u11,          Passed,  Unknown, Unknown, Unknown, Passed",
        "g25u16g60,       Passed,  Passed,  Passed,  Unknown, Unknown",
        "g50u16g35,       Passed,  Passed,  Passed,  Unknown, Passed",
        "g50,             Passed,  Unknown, Unknown, Unknown, Passed",
        "-50g51,          Unknown, Passed,  Unknown, Unknown, Unknown",
        "-1,              Unknown, Unknown, Unknown, Unknown, Unknown",
        // A moment without an answer hides nothing, and what was seen bad is bad.
        "g25u10g66,       Passed,  Passed,  Passed,  Passed,  Passed",
        "g25u5b5u20g46,   Passed,  Passed,  Passed,  Failed,  Failed",
        "u30b5g66,        Unknown, Passed,  Unknown, Failed,  Failed",
        "u22g70b9,        Unknown, Failed,  Failed,  Failed,  Unknown",
    })
    void eachModeAsksAtItsTime(
            String row, Result start, Result end, Result edge, Result continuous, Result duringFault) {
        assertThat(result(row, When.Start)).isEqualTo(start);
        assertThat(result(row, When.End)).isEqualTo(end);
        assertThat(result(row, When.Edge)).isEqualTo(edge);
        assertThat(result(row, When.Continuous)).isEqualTo(continuous);
        assertThat(result(row, When.DuringFault)).isEqualTo(duringFault);
    }

    private static Result result(String row, When when) {
        return SteadyChecks.judge(check("page", when, 1), track(row), course()).result();
    }

    @ParameterizedTest(name = "[{index}] {0} while faults {1} are in force: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            g45b5g51  | 20,22,40,50 60,61,70,80 | Passed
            g65b2g34  | 20,22,40,50 60,61,70,80 | Failed
            # A kill is in force until its step is over; a step that never ended, until the end.
            g45b5g51  | 20,22,-1,50             | Failed
            g55b5g41  | 20,22,-1,50             | Passed
            g95b5g1   | 20,22,-1,-1             | Failed
            """)
    void aCheckDuringFaultsIsAskedForAsLongAsTheyAreInForce(String row, String faults, Result result) {
        var verdict =
                SteadyChecks.judge(check("page", When.DuringFault, 1), track(row.strip()), course(faults.strip()));

        assertThat(verdict.result()).isEqualTo(result);
    }

    @Test
    void aFailureSaysWhenAndWhy() {
        var verdict = SteadyChecks.judge(check("page", When.Continuous, 3), track("g25b5g71"), course());

        assertThat(verdict.failed()).contains(at(25));
        assertThat(verdict.message()).isEqualTo("bad at 2027-01-05T09:30:25Z: status 503, wanted is 200 to 299");
        assertThat(verdict.weight()).isEqualTo(3);
    }

    @Test
    void whatIsNotKnownSaysFromWhenAndWhy() {
        var verdict = SteadyChecks.judge(check("page", When.Continuous, 1), track("g50u16g35"), course());

        assertThat(verdict.failed()).isEmpty();
        assertThat(verdict.message())
                .isEqualTo("not known from 2027-01-05T09:30:50Z for 16 s: not asked: no socket is left");
    }

    @Test
    void withoutAFaultACheckDuringFaultsWasNeverAsked() {
        var verdict =
                SteadyChecks.judge(check("page", When.DuringFault, 1), track("g101"), course(new Course.Fault[0]));

        assertThat(verdict.result()).isEqualTo(Result.Unknown);
        assertThat(verdict.message()).isEqualTo("no fault was in force, so it was never asked");
    }
}
