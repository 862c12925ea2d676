package dev.faultline.injection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.probe.ReadinessImpact;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which new pods get the readiness gate. */
class PodGateTest {
    private static final String OTHER = "example.com/load-balancer";

    @ParameterizedTest(name = "enforced {0}, Lease renewed {1} s ago: gate {2}")
    @CsvSource({"true, 0, true", "true, 30, true", "true, 31, false", "true, , false", "false, 0, false"})
    void aPodIsGatedOnlyWhileSomebodyWillWriteItsCondition(boolean enforced, Long age, boolean gated) {
        var facts = new PodGate.Facts(enforced, Optional.ofNullable(age).map(Duration::ofSeconds));

        assertThat(PodGate.into(pod(), facts).getSpec().getReadinessGates().contains(gate(ReadinessImpact.GATE)))
                .isEqualTo(gated);
    }

    @Test
    void thePodsOwnGatesStay() {
        assertThat(PodGate.into(pod(OTHER), fresh()).getSpec().getReadinessGates())
                .containsExactly(gate(OTHER), gate(ReadinessImpact.GATE));
    }

    @Test
    void aPodThatHasTheGateGetsNoSecondOne() {
        var once = PodGate.into(pod(), fresh());

        assertThat(PodGate.into(once, fresh())).isEqualTo(once);
        assertThat(PodPatch.diff(once, PodGate.into(once, fresh()))).isEmpty();
    }

    @Test
    void thePatchAddsNothingElse() {
        assertThat(PodPatch.diff(pod(OTHER), PodGate.into(pod(OTHER), fresh())))
                .hasToString("[{\"op\":\"add\",\"path\":\"/spec/readinessGates/1\","
                        + "\"value\":{\"conditionType\":\"faultline.dev/dependencies\"}}]");
    }

    private static PodGate.Facts fresh() {
        return new PodGate.Facts(true, Optional.of(Duration.ZERO));
    }

    private static PodReadinessGate gate(String type) {
        return new PodReadinessGate(type);
    }

    private static Pod pod(String... gates) {
        var pod = new PodBuilder().withNewSpec();
        for (var gate : gates) {
            pod.addNewReadinessGate(gate);
        }
        return pod.endSpec().build();
    }
}
