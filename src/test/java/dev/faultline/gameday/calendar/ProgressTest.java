package dev.faultline.gameday.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.GameDay;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a status keeps of how far its schedule is. */
class ProgressTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Instant NOW = Instant.parse("2027-03-10T10:00:00Z");
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    @Test
    void aNewGameDayBeginsWhereItWasCreated() {
        var progress = Progress.of(day(1, ""), DEADLINE, NOW);

        assertThat(progress).isEqualTo(new Progress(Optional.empty(), Optional.empty(), 0));
        assertThat(progress.past(day(1, "")).created()).isEqualTo(Instant.parse("2027-03-01T08:00:00Z"));
    }

    @Test
    void theSameSpecGoesOnWhereItWas() {
        var progress = Progress.of(day(3, """
                status:
                  observedGeneration: 3
                  lastScheduleTime: "2027-03-08T10:00:00Z"
                  countedFromTime: "2027-03-07T10:00:00Z"
                  missedRuns: 4
                """), DEADLINE, NOW);

        assertThat(progress)
                .isEqualTo(new Progress(
                        Optional.of(Instant.parse("2027-03-08T10:00:00Z")),
                        Optional.of(Instant.parse("2027-03-07T10:00:00Z")),
                        4));
    }

    @Test
    void ofAnotherSpecOnlyWhatMayStillStartIsLookedAt() {
        var progress = Progress.of(day(4, """
                status:
                  observedGeneration: 3
                  countedFromTime: "2027-03-07T10:00:00Z"
                """), DEADLINE, NOW);

        assertThat(progress.countedFrom()).contains(NOW.minus(DEADLINE));
    }

    @Test
    void aTimeThatIsNoneCountsAsAbsent() {
        var progress = Progress.of(day(3, """
                status: {observedGeneration: 3, lastScheduleTime: yesterday}
                """), DEADLINE, NOW);

        assertThat(progress.lastScheduled()).isEmpty();
    }

    private static GameDay day(long generation, String status) {
        return YAML.unmarshal("""
                metadata: {name: day, generation: %d, creationTimestamp: "2027-03-01T08:00:00Z"}
                spec: {runTemplate: {spec: {steps: [{name: kill, fault: {podKill: {}}}]}}}
                """.formatted(generation) + status, GameDay.class);
    }
}
