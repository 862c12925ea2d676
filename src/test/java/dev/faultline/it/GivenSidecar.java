package dev.faultline.it;

import dev.faultline.it.envoy.TestSidecar;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sidecar of each test's own. */
abstract class GivenSidecar {
    TestSidecar sidecar;

    @TempDir
    private Path files;

    @BeforeEach
    void givenASidecar() {
        sidecar = new TestSidecar(files);
    }

    @AfterEach
    void stopTheSidecar() {
        sidecar.close();
    }
}
