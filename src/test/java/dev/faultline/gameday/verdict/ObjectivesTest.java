package dev.faultline.gameday.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.plan.RehearsalSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectivesTest {
    @Test
    void timesAreReadAndStableHasADefault() {
        assertThat(objectives("measure: {targetDetect: 60s, targetRecover: 1m30s, stable: 10s}"))
                .isEqualTo(new Objectives(
                        Optional.of(Duration.ofSeconds(60)),
                        Optional.of(Duration.ofSeconds(90)),
                        Duration.ofSeconds(10)));
        assertThat(objectives("measure: {}"))
                .isEqualTo(new Objectives(Optional.empty(), Optional.empty(), Duration.ofSeconds(30)));
        assertThat(objectives("hypothesis: it stays up"))
                .isEqualTo(new Objectives(Optional.empty(), Optional.empty(), Duration.ofSeconds(30)));
    }

    private static Objectives objectives(String yaml) {
        return Objectives.of(Serialization.unmarshal(yaml, RehearsalSpec.class));
    }
}
