package dev.faultline.probe.report;

import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.probe.CheckStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How much a status differs from the one that is stored, which decides when it is written. */
public enum ProbeChange {
    /** Only what moves by itself as time goes by: how long it was watched, and latencies. */
    None(Duration.ZERO),
    /** The availability moved, and nothing else. */
    Counters(Duration.ofSeconds(60)),
    /** A check, an incident, a condition or a word of theirs moved. */
    Detail(Duration.ofSeconds(10)),
    /** There was no status, or it spoke of another generation. */
    Generation(Duration.ZERO);

    private final Duration pause;

    ProbeChange(Duration pause) {
        this.pause = pause;
    }

    /** Least time between the last write and this one. */
    public Duration pause() {
        return pause;
    }

    public static ProbeChange between(@Nullable HealthProbeStatus before, HealthProbeStatus after) {
        if (before == null || !Objects.equals(before.observedGeneration(), after.observedGeneration())) {
            return Generation;
        }
        if (!Words.of(before).equals(Words.of(after))) {
            return Detail;
        }
        return Objects.equals(before.availability(), after.availability()) ? None : Counters;
    }

    /** What a reader acts on. */
    private record Words(
            @Nullable String summary,
            List<String> checks,
            List<String> conditions,
            List<?> incidents,
            List<String> objectives) {
        static Words of(HealthProbeStatus status) {
            return new Words(
                    status.summary(),
                    orEmpty(status.checks()).stream().map(Words::check).toList(),
                    orEmpty(status.conditions()).stream().map(Words::condition).toList(),
                    orEmpty(status.incidents()),
                    orEmpty(status.objectives()).stream()
                            .map(objective -> objective.goal() + " " + objective.state())
                            .toList());
        }

        private static String check(CheckStatus check) {
            return check.check() + " " + check.state() + " " + check.sinceTime() + " " + check.message();
        }

        private static String condition(Condition condition) {
            return condition.getType()
                    + condition.getStatus()
                    + condition.getReason()
                    + condition.getMessage()
                    + condition.getObservedGeneration();
        }

        private static <T> List<T> orEmpty(@Nullable List<T> list) {
            return Objects.requireNonNullElse(list, List.of());
        }
    }
}
