package dev.faultline.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.envoy.TestSidecar;
import dev.faultline.policy.inbound.InletCase;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever policies come to for the requests that a pod receives, a real Envoy takes all of it. */
class EnvoyInboundAcceptsIT {
    @TempDir
    private static Path files;

    private static TestSidecar sidecar;

    @BeforeAll
    static void givenASidecar() {
        sidecar = new TestSidecar(files);
    }

    @AfterAll
    static void stopIt() {
        sidecar.close();
    }

    static Stream<InletCase> cases() {
        return InletCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itTakesACaseAndPassThroughInItsPlaceAndTheCaseAgain(InletCase given) {
        sidecar.give(given.config());
        sidecar.give(given.passThrough());
        sidecar.give(given.config());

        assertThat(sidecar.rejections()).isEmpty();
    }
}
