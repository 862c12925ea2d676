package dev.faultline.gameday.verdict;

import dev.faultline.api.gameday.plan.Measure;
import dev.faultline.api.gameday.plan.RehearsalSpec;
import dev.faultline.policy.call.Span;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Which times are good enough.
 *
 * @param detect longest time to detect
 * @param recover longest time to recover
 * @param stable how long what users feel must stay good to count as recovered
 */
public record Objectives(Optional<Duration> detect, Optional<Duration> recover, Duration stable) {
    public static Objectives of(RehearsalSpec spec) {
        var measure = Optional.ofNullable(spec.measure());
        return new Objectives(
                measure.map(Measure::targetDetect).map(Span::parse),
                measure.map(Measure::targetRecover).map(Span::parse),
                Span.parse(
                        Objects.requireNonNullElse(measure.map(Measure::stable).orElse(null), Measure.DEFAULT_STABLE)));
    }
}
