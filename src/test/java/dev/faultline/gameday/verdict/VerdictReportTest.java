package dev.faultline.gameday.verdict;

import static dev.faultline.gameday.GivenSignals.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.plan.SteadyState.When;
import dev.faultline.api.gameday.run.CheckResult;
import dev.faultline.api.gameday.run.Measured;
import dev.faultline.gameday.verdict.CheckVerdict.Result;
import dev.faultline.gameday.verdict.Judged.Conclusion;
import dev.faultline.gameday.verdict.Times.Detection;
import dev.faultline.gameday.verdict.Times.Impact;
import dev.faultline.gameday.verdict.Times.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictReportTest {

    @Test
    void aCheckIsARow() {
        var failed = new CheckVerdict(
                "page", Optional.of(When.Edge), Result.Failed, 3, Optional.of(at(25.5)), "bad at some time: no answer");
        var passed = new CheckVerdict("evict/one", Optional.empty(), Result.Passed, 1, Optional.empty(), "");

        var report = VerdictReport.of(judged(
                List.of(failed, passed),
                new Times(Optional.empty(), new Impact.NotAsked(), new Detection.NotAsked(), new Recovery.NotAsked())));

        assertThat(report.checks())
                .containsExactly(
                        new CheckResult(
                                "page",
                                When.Edge,
                                CheckResult.Result.Failed,
                                3,
                                "2027-01-05T09:30:25.500Z",
                                "bad at some time: no answer"),
                        new CheckResult("evict/one", null, CheckResult.Result.Passed, 1, null, null));
    }

    @Test
    void whatWasMeasuredIsToldInWholeSeconds() {
        var times = new Times(
                Optional.of(at(22)),
                new Impact.Seen(at(23)),
                new Detection.Detected(at(34.4), Duration.ofMillis(12_400)),
                new Recovery.Recovered(at(31.5), Duration.ofMillis(8_500), true));

        assertThat(VerdictReport.of(judged(List.of(), times)).measured())
                .isEqualTo(new Measured(
                        "2027-01-05T09:30:23Z",
                        "2027-01-05T09:30:34.400Z",
                        "2027-01-05T09:30:31.500Z",
                        12L,
                        9L,
                        Measured.Impact.Seen,
                        Measured.Detection.Detected,
                        Measured.Recovery.Recovered,
                        true));
    }

    @Test
    void whatWasNotSeenIsNeverZero() {
        var undecided = new Times(
                Optional.of(at(22)), new Impact.Seen(at(23)), new Detection.Undetected(), new Recovery.Unrecovered());
        var unclear = new Times(
                Optional.of(at(22)),
                new Impact.Unclear("gap"),
                new Detection.Unclear("gap"),
                new Recovery.Unclear("gap"));
        var unneeded =
                new Times(Optional.of(at(22)), new Impact.None(), new Detection.NotAsked(), new Recovery.NotNeeded());

        assertThat(VerdictReport.of(judged(List.of(), undecided)).measured())
                .isEqualTo(new Measured(
                        "2027-01-05T09:30:23Z",
                        null,
                        null,
                        null,
                        null,
                        Measured.Impact.Seen,
                        Measured.Detection.Undetected,
                        Measured.Recovery.Unrecovered,
                        null));
        assertThat(VerdictReport.of(judged(List.of(), unclear)).measured())
                .isEqualTo(new Measured(
                        null,
                        null,
                        null,
                        null,
                        null,
                        Measured.Impact.Unknown,
                        Measured.Detection.Unknown,
                        Measured.Recovery.Unknown,
                        null));
        assertThat(VerdictReport.of(judged(List.of(), unneeded)).measured())
                .isEqualTo(new Measured(
                        null,
                        null,
                        null,
                        null,
                        null,
                        Measured.Impact.None,
                        Measured.Detection.NotAsked,
                        Measured.Recovery.NotAsked,
                        null));
    }

    private static Judged judged(List<CheckVerdict> checks, Times times) {
        return new Judged(checks, times, Optional.of(100), Conclusion.AllChecksPassed, "");
    }
}
