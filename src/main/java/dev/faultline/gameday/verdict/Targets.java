package dev.faultline.gameday.verdict;

import dev.faultline.gameday.verdict.CheckVerdict.Result;
import dev.faultline.gameday.verdict.Times.Detection;
import dev.faultline.gameday.verdict.Times.Recovery;
import dev.faultline.policy.call.Span;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether times were good enough. */
final class Targets {
    private static final int WEIGHT = 1;

    private Targets() {}

    static List<CheckVerdict> judge(Objectives objectives, Times times) {
        return Stream.of(
                        objectives.detect().map(most -> detect(most, times.detection())),
                        objectives.recover().map(most -> recover(most, times.recovery())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static CheckVerdict detect(Duration most, Detection detection) {
        var name = "timeToDetect";
        return switch (detection) {
            case Detection.Detected detected -> compared(name, "noticed", detected.taken(), most);
            case Detection.Undetected _ ->
                verdict(name, Result.Failed, "the fault was not noticed, wanted is within " + Span.words(most));
            case Detection.Unclear(var why) -> verdict(name, Result.Unknown, "detectedBy: " + why);
            case Detection.NotAsked _ ->
                verdict(name, Result.Unknown, "measure.detectedBy is missing; say what is to notice the fault");
        };
    }

    private static CheckVerdict recover(Duration most, Recovery recovery) {
        var name = "timeToRecover";
        return switch (recovery) {
            case Recovery.Recovered recovered -> compared(name, "recovered", recovered.taken(), most);
            case Recovery.NotNeeded _ -> verdict(name, Result.Passed, "");
            case Recovery.Unrecovered _ ->
                verdict(name, Result.Failed, "it did not recover, wanted is within " + Span.words(most));
            case Recovery.Unclear(var why) -> verdict(name, Result.Unknown, "sli: " + why);
            case Recovery.NotAsked _ ->
                verdict(name, Result.Unknown, "measure.sli is missing; say what users of the workload feel");
        };
    }

    private static CheckVerdict compared(String name, String done, Duration taken, Duration most) {
        return taken.compareTo(most) <= 0
                ? verdict(name, Result.Passed, "")
                : verdict(
                        name, Result.Failed, done + " in " + seconds(taken) + ", wanted is within " + Span.words(most));
    }

    /** To a tenth. */
    static String seconds(Duration span) {
        return BigDecimal.valueOf(span.toMillis(), 3)
                        .setScale(1, RoundingMode.HALF_UP)
                        .toPlainString()
                + " s";
    }

    private static CheckVerdict verdict(String name, Result result, String message) {
        return new CheckVerdict(name, Optional.empty(), result, WEIGHT, Optional.empty(), message);
    }
}
