package dev.faultline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.Conditions;
import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.DependencyStatus.State;
import dev.faultline.api.status.Finding;
import dev.faultline.api.status.InboundStatus;
import dev.faultline.api.status.Severity;
import dev.faultline.api.status.TargetState;
import dev.faultline.api.status.TargetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How soon a status is written. */
class StatusChangeTest {
    private static final ResiliencePolicyStatus BEFORE = status(1, "1 disruption allowed", true);

    @Test
    void theFirstStatusIsATransition() {
        assertThat(StatusChange.between(null, BEFORE)).isEqualTo(StatusChange.Transition);
    }

    @Test
    void anEqualStatusIsNotWritten() {
        assertThat(StatusChange.between(BEFORE, status(1, "1 disruption allowed", true)))
                .isEqualTo(StatusChange.None);
    }

    @Test
    void numbersAloneWaitAMinute() {
        var change = StatusChange.between(BEFORE, status(1, "3 disruption allowed", true));

        assertThat(change).isEqualTo(StatusChange.Counters);
        assertThat(change.pause()).contains(Duration.ofSeconds(60));
    }

    @Test
    void wordsAloneWaitTenSeconds() {
        var change = StatusChange.between(BEFORE, status(1, "an eviction is allowed now", true));

        assertThat(change).isEqualTo(StatusChange.Detail);
        assertThat(change.pause()).contains(Duration.ofSeconds(10));
    }

    @Test
    void aConditionAGenerationOrAFindingIsWrittenAtOnce() {
        assertThat(StatusChange.between(BEFORE, status(1, "1 disruption allowed", false)))
                .isEqualTo(StatusChange.Transition);
        assertThat(StatusChange.between(BEFORE, status(2, "1 disruption allowed", true)))
                .isEqualTo(StatusChange.Transition);
        assertThat(StatusChange.between(BEFORE, withFinding(BEFORE))).isEqualTo(StatusChange.Transition);
        assertThat(StatusChange.Transition.pause()).contains(Duration.ZERO);
    }

    private static ResiliencePolicyStatus with(State state, int ejected, long perSecond) {
        return new ResiliencePolicyStatus(
                1L,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new DependencyStatus("inventory", state, 3, ejected, 0, perSecond, "0.0")),
                null,
                List.of());
    }

    @Test
    void aBreakerThatMovesIsWrittenAtOnceAndWhatItCountsWaitsAMinute() {
        var before = with(State.Partial, 1, 10);

        assertThat(StatusChange.between(before, with(State.Open, 1, 10))).isEqualTo(StatusChange.Transition);
        assertThat(StatusChange.between(before, with(State.Partial, 2, 10))).isEqualTo(StatusChange.Transition);
        assertThat(StatusChange.between(before, with(State.Partial, 1, 20))).isEqualTo(StatusChange.Counters);
    }

    private static ResiliencePolicyStatus with(InboundStatus... ports) {
        return new ResiliencePolicyStatus(1L, null, null, null, null, null, List.of(ports), null, null, List.of());
    }

    @Test
    void aPortThatIsTakenOverIsWrittenAtOnceWhatItCountsWaitsAMinuteAndItsBusiestClassTenSeconds() {
        var before = with(new InboundStatus("http", "pay", "0.0", "0.0", 10L, "0.0"));

        assertThat(StatusChange.between(with(), before)).isEqualTo(StatusChange.Transition);
        assertThat(StatusChange.between(before, with(new InboundStatus("http", "pay", "1.5", "2.0", 20L, "12.5"))))
                .isEqualTo(StatusChange.Counters);
        assertThat(StatusChange.between(before, with(new InboundStatus("http", "search", "0.0", "0.0", 10L, "0.0"))))
                .isEqualTo(StatusChange.Detail);
    }

    private static ResiliencePolicyStatus status(long generation, String drain, boolean safe) {
        var verdict = safe
                ? Conditions.Verdict.yes(ConditionType.DisruptionSafe, ConditionReason.DrainAllowed, drain)
                : Conditions.Verdict.no(ConditionType.DisruptionSafe, ConditionReason.BudgetExhausted, drain);
        return new ResiliencePolicyStatus(
                generation,
                "a summary",
                100,
                "1/1",
                List.of(new TargetStatus(
                        "Deployment/web", TargetState.Programmed, drain, 3, null, List.of("budget"), null)),
                null,
                null,
                null,
                null,
                Conditions.merge(List.of(), List.of(verdict), generation, Instant.EPOCH));
    }

    private static ResiliencePolicyStatus withFinding(ResiliencePolicyStatus status) {
        return new ResiliencePolicyStatus(
                status.observedGeneration(),
                status.summary(),
                status.score(),
                status.programmedTargets(),
                status.targets(),
                null,
                null,
                null,
                List.of(new Finding("SingleReplica", Severity.Warning, "one", "Deployment/web")),
                status.conditions());
    }
}
