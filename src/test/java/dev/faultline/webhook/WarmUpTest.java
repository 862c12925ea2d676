package dev.faultline.webhook;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.faultline.envoy.Addressing;
import dev.faultline.injection.sidecar.SidecarSettings;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void theSampleIsAQuestionThatIsAnswered() {
        var settings = new SidecarSettings(
                "envoy",
                "IfNotPresent",
                "xds:18000",
                Addressing.IPv4,
                "cluster.local",
                SidecarSettings.UNLIMITED,
                SidecarSettings.LIMITED);

        assertThatCode(() -> WarmUp.run(settings)).doesNotThrowAnyException();
    }
}
