package dev.faultline.policy;

import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.Finding;
import dev.faultline.api.status.InboundStatus;
import dev.faultline.api.status.TargetStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much a status differs from the one before, which decides when it is written. */
public enum StatusChange {
    None(Duration.ZERO),
    /** Only numbers moved. */
    Counters(Duration.ofSeconds(60)),
    /** Only words moved. */
    Detail(Duration.ofSeconds(10)),
    /** A condition, finding, target or breaker moved. */
    Transition(Duration.ZERO);

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final Duration pause;

    StatusChange(Duration pause) {
        this.pause = pause;
    }

    /** Least time between the last write and this one; empty when there is nothing to write. */
    public Optional<Duration> pause() {
        return this == None ? Optional.empty() : Optional.of(pause);
    }

    public static StatusChange between(@Nullable ResiliencePolicyStatus before, ResiliencePolicyStatus after) {
        if (after.equals(before)) {
            return None;
        }
        if (before == null || !Essence.of(before).equals(Essence.of(after))) {
            return Transition;
        }
        return withoutNumbers(before).equals(withoutNumbers(after)) ? Counters : Detail;
    }

    private static String withoutNumbers(ResiliencePolicyStatus status) {
        return NUMBER.matcher(status.toString()).replaceAll("#");
    }

    /** What a reader acts on. */
    private record Essence(
            @Nullable Long observedGeneration,
            @Nullable Integer score,
            @Nullable String programmedTargets,
            List<String> targets,
            List<String> findings,
            List<String> inbound,
            List<String> dependencies,
            List<String> conditions) {

        static Essence of(ResiliencePolicyStatus status) {
            return new Essence(
                    status.observedGeneration(),
                    status.score(),
                    status.programmedTargets(),
                    orEmpty(status.targets()).stream().map(Essence::target).toList(),
                    orEmpty(status.findings()).stream().map(Essence::finding).toList(),
                    orEmpty(status.inbound()).stream()
                            .map(InboundStatus::atPort)
                            .toList(),
                    orEmpty(status.dependencies()).stream()
                            .map(Essence::dependency)
                            .toList(),
                    orEmpty(status.conditions()).stream()
                            .map(Essence::condition)
                            .toList());
        }

        private static String target(TargetStatus target) {
            return target.attachedTo() + target.state() + Optional.ofNullable(target.parts());
        }

        private static String finding(Finding finding) {
            return finding.finding() + finding.target();
        }

        private static String dependency(DependencyStatus dependency) {
            return dependency.dependency() + dependency.state() + dependency.endpoints() + "/" + dependency.ejected();
        }

        private static String condition(Condition condition) {
            return condition.getType()
                    + condition.getStatus()
                    + condition.getReason()
                    + condition.getObservedGeneration();
        }

        private static <T> List<T> orEmpty(@Nullable List<T> list) {
            return Objects.requireNonNullElse(list, List.of());
        }
    }
}
