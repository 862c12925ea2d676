package dev.faultline.gameday.verdict;

import dev.faultline.api.gameday.run.CheckResult;
import dev.faultline.api.gameday.run.Measured;
import dev.faultline.gameday.verdict.Times.Detection;
import dev.faultline.gameday.verdict.Times.Impact;
import dev.faultline.gameday.verdict.Times.Recovery;
import dev.faultline.policy.text.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What status says of a verdict. */
public record VerdictReport(List<CheckResult> checks, Measured measured) {
    private static final int LONGEST = 512;
    private static final int HALF_A_SECOND = 500;

    public static VerdictReport of(Judged judged) {
        return new VerdictReport(
                judged.checks().stream().map(VerdictReport::row).toList(), measured(judged.times()));
    }

    private static CheckResult row(CheckVerdict check) {
        return new CheckResult(
                check.check(),
                check.when().orElse(null),
                switch (check.result()) {
                    case Passed -> CheckResult.Result.Passed;
                    case Failed -> CheckResult.Result.Failed;
                    case Unknown -> CheckResult.Result.Unknown;
                },
                check.weight(),
                check.failed().map(VerdictReport::time).orElse(null),
                check.message().isEmpty() ? null : Sentences.cut(check.message(), LONGEST));
    }

    private static Measured measured(Times times) {
        var seen = times.impact() instanceof Impact.Seen impact ? impact : null;
        var detected = times.detection() instanceof Detection.Detected detection ? detection : null;
        var recovered = times.recovery() instanceof Recovery.Recovered recovery ? recovery : null;
        return new Measured(
                seen == null ? null : time(seen.at()),
                detected == null ? null : time(detected.at()),
                recovered == null ? null : time(recovered.at()),
                detected == null ? null : seconds(detected.taken()),
                recovered == null ? null : seconds(recovered.taken()),
                impact(times.impact()),
                detection(times.detection()),
                recovery(times.recovery()),
                recovered == null ? null : recovered.duringFault());
    }

    private static Measured.@Nullable Impact impact(Impact impact) {
        return switch (impact) {
            case Impact.NotAsked _ -> null;
            case Impact.None _ -> Measured.Impact.None;
            case Impact.Seen _ -> Measured.Impact.Seen;
            case Impact.Unclear _ -> Measured.Impact.Unknown;
        };
    }

    private static Measured.Detection detection(Detection detection) {
        return switch (detection) {
            case Detection.NotAsked _ -> Measured.Detection.NotAsked;
            case Detection.Undetected _ -> Measured.Detection.Undetected;
            case Detection.Detected _ -> Measured.Detection.Detected;
            case Detection.Unclear _ -> Measured.Detection.Unknown;
        };
    }

    private static Measured.Recovery recovery(Recovery recovery) {
        return switch (recovery) {
            case Recovery.NotAsked _, Recovery.NotNeeded _ -> Measured.Recovery.NotAsked;
            case Recovery.Unrecovered _ -> Measured.Recovery.Unrecovered;
            case Recovery.Recovered _ -> Measured.Recovery.Recovered;
            case Recovery.Unclear _ -> Measured.Recovery.Unknown;
        };
    }

    /** The nearest whole ones. */
    private static long seconds(Duration span) {
        return span.plusMillis(HALF_A_SECOND).toSeconds();
    }

    private static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
