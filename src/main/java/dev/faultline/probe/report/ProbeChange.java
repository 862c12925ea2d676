package dev.faultline.probe.report;

import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.probe.CheckStatus;
import dev.faultline.api.status.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much a status differs from the one that is stored, which decides when it is written. */
public enum ProbeChange {
    /** Only what moves by itself as time goes by: how long it was watched, and latencies. */
    None(Duration.ZERO),
    /** The availability moved, and nothing else. */
    Counters(Duration.ofSeconds(60)),
    /** A check or a word moved; or anything while checks flap, which would else be written with every answer. */
    Detail(Duration.ofSeconds(10)),
    /** An incident began or ended, a condition turned, or there was no status of this generation. */
    Transition(Duration.ZERO);

    private final Duration pause;

    ProbeChange(Duration pause) {
        this.pause = pause;
    }

    /** Least time between the last write and this one; empty when there is nothing to write. */
    public Optional<Duration> pause() {
        return this == None ? Optional.empty() : Optional.of(pause);
    }

    public static ProbeChange between(@Nullable HealthProbeStatus before, HealthProbeStatus after) {
        if (before == null || !Objects.equals(before.observedGeneration(), after.observedGeneration())) {
            return Transition;
        }
        var first = before.history() == null;
        if (!Turns.of(before, first).equals(Turns.of(after, first)) && !(isFlapping(before) && isFlapping(after))) {
            return Transition;
        }
        if (!Words.of(before).equals(Words.of(after))) {
            return Detail;
        }
        if (Objects.equals(before.availability(), after.availability())) {
            return None;
        }
        return before.availability() == null ? Detail : Counters;
    }

    private static boolean isFlapping(HealthProbeStatus status) {
        return orEmpty(status.conditions()).stream()
                .anyMatch(condition -> ConditionType.Flapping.name().equals(condition.getType()));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    /**
     * What somebody may be waiting for. That nothing is known for a while is not: an operator that can ask at one moment
     * and not at the next must not write each time. The first verdict is.
     */
    private record Turns(List<String> conditions, List<String> incidents) {
        /** @param first whether nothing was known so far */
        static Turns of(HealthProbeStatus status, boolean first) {
            return new Turns(
                    orEmpty(status.conditions()).stream()
                            .map(condition -> condition.getType()
                                    + (first ? condition.getStatus() : "False".equals(condition.getStatus())))
                            .toList(),
                    orEmpty(status.incidents()).stream()
                            .map(incident -> incident.beganTime() + (incident.recoverySeconds() == null))
                            .toList());
        }
    }

    /** What a reader acts on. */
    private record Words(
            @Nullable String summary,
            List<String> checks,
            List<String> conditions,
            List<?> incidents,
            List<?> targets,
            List<String> objectives) {
        static Words of(HealthProbeStatus status) {
            return new Words(
                    status.summary(),
                    orEmpty(status.checks()).stream().map(Words::check).toList(),
                    orEmpty(status.conditions()).stream().map(Words::condition).toList(),
                    orEmpty(status.incidents()),
                    orEmpty(status.targets()),
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
    }
}
