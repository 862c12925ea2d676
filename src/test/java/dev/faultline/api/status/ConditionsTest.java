package dev.faultline.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.status.Conditions.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.5Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final Verdict READY = Verdict.yes(ConditionType.Ready, ConditionReason.Ready, "applied");

    @Test
    void theTransitionTimeMovesOnlyWithTheStatus() {
        var first = Conditions.merge(List.of(), List.of(READY), 1, NOON);

        var reworded = Conditions.merge(
                first, List.of(Verdict.yes(ConditionType.Ready, ConditionReason.Ready, "applied again")), 2, LATER);
        var turned = Conditions.merge(
                first, List.of(Verdict.no(ConditionType.Ready, ConditionReason.Invalid, "broken")), 2, LATER);

        assertThat(reworded).extracting(Condition::getLastTransitionTime).containsExactly("2026-01-01T12:00:00Z");
        assertThat(reworded).extracting(Condition::getObservedGeneration).containsExactly(2L);
        assertThat(turned).extracting(Condition::getLastTransitionTime).containsExactly("2026-01-01T12:01:00Z");
    }

    @Test
    void aConditionThatIsOnlyThereWhileTrueGoes() {
        var stalled = Conditions.merge(
                List.of(),
                List.of(READY, Verdict.yes(ConditionType.Stalled, ConditionReason.Conflicted, "lost")),
                1,
                NOON);

        assertThat(Conditions.merge(stalled, List.of(READY), 1, LATER))
                .extracting(Condition::getType)
                .containsExactly("Ready");
    }

    @Test
    void replacingOneLeavesTheOthersAsTheyAre() {
        var before = Conditions.merge(
                List.of(),
                List.of(READY, Verdict.yes(ConditionType.Accepted, ConditionReason.Accepted, "1 target")),
                1,
                NOON);

        var after = Conditions.replace(
                before, Verdict.unknown(ConditionType.Ready, ConditionReason.Retrying, "500"), 2, LATER);

        assertThat(after).hasSize(2).contains(before.get(1));
        assertThat(after).extracting(Condition::getStatus).containsExactlyInAnyOrder("True", "Unknown");
    }
}
