package dev.faultline.policy.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.status.ConditionReason;
import org.junit.jupiter.api.Test;

/** What the API server answers to a dry run against what the caches say. */
class DrainTest {
    private static final Drain SAFE = new Drain.Safe("1 disruption allowed", "7", 1);
    private static final Drain EXHAUSTED = new Drain.Unsafe(ConditionReason.BudgetExhausted, "none");
    private static final Drain OVERLAPPING = new Drain.Unsafe(ConditionReason.OverlappingBudgets, "two");

    @Test
    void withoutATrialTheForecastStands() {
        assertThat(SAFE.confirmedBy(new Drain.Trial.NotTried())).isEqualTo(SAFE);
    }

    @Test
    void aRefusalMakesASafeDrainUnsafe() {
        var confirmed = SAFE.confirmedBy(new Drain.Trial.Refused("web-1", "denied by a webhook"));

        assertThat(confirmed)
                .isEqualTo(new Drain.Unsafe(
                        ConditionReason.EvictionRefused, "an eviction of pod web-1 is refused: denied by a webhook"));
    }

    /** It means that the cache was late, and the next event will tell. */
    @Test
    void anAllowedEvictionDoesNotMakeAnExhaustedBudgetSafe() {
        assertThat(EXHAUSTED.confirmedBy(new Drain.Trial.Allowed())).isEqualTo(EXHAUSTED);
    }

    @Test
    void overlappingBudgetsStayUnsafeWhateverATrialSays() {
        assertThat(OVERLAPPING.confirmedBy(new Drain.Trial.Allowed())).isEqualTo(OVERLAPPING);
    }

    @Test
    void aRefusalOfWhatIsUnsafeAnywayChangesNothing() {
        assertThat(EXHAUSTED.confirmedBy(new Drain.Trial.Refused("web-1", "429")))
                .isEqualTo(EXHAUSTED);
    }
}
