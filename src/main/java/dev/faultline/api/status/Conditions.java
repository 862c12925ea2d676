package dev.faultline.api.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Puts verdicts into the list of conditions that Kubernetes tools read. */
public final class Conditions {
    private static final String TRUE = "True";
    private static final String FALSE = "False";
    private static final String UNKNOWN = "Unknown";

    private Conditions() {}

    /** A condition without its times. */
    public record Verdict(ConditionType type, String status, ConditionReason reason, String message) {
        public static Verdict yes(ConditionType type, ConditionReason reason, String message) {
            return new Verdict(type, TRUE, reason, message);
        }

        public static Verdict no(ConditionType type, ConditionReason reason, String message) {
            return new Verdict(type, FALSE, reason, message);
        }

        public static Verdict unknown(ConditionType type, ConditionReason reason, String message) {
            return new Verdict(type, UNKNOWN, reason, message);
        }

        public boolean isTrue() {
            return TRUE.equals(status);
        }
    }

    /** The verdicts as conditions; the transition time moves only when the status of a condition does. */
    public static List<Condition> merge(List<Condition> before, List<Verdict> verdicts, long generation, Instant now) {
        return verdicts.stream()
                .map(verdict -> condition(before, verdict, generation, now))
                .toList();
    }

    /** The conditions before with one of them replaced or added; the others keep even their generation. */
    public static List<Condition> replace(List<Condition> before, Verdict verdict, long generation, Instant now) {
        var changed = condition(before, verdict, generation, now);
        var others = before.stream().filter(condition -> !condition.getType().equals(changed.getType()));
        return Stream.concat(others, Stream.of(changed)).toList();
    }

    private static Condition condition(List<Condition> before, Verdict verdict, long generation, Instant now) {
        var since = before.stream()
                .filter(condition -> condition.getType().equals(verdict.type().name()))
                .filter(condition -> condition.getStatus().equals(verdict.status()))
                .map(Condition::getLastTransitionTime)
                .findFirst()
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new ConditionBuilder()
                .withType(verdict.type().name())
                .withStatus(verdict.status())
                .withReason(verdict.reason().name())
                .withMessage(verdict.message())
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }
}
