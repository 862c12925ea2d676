package dev.faultline.it;

import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestSidecar;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sidecar of each test's own, and whom it calls through it: that peer each test brings. */
abstract class SidecarAndPeer {
    TestSidecar sidecar;
    TestPeer peer;

    @TempDir
    private Path files;

    @BeforeEach
    void givenASidecar() {
        sidecar = new TestSidecar(files);
    }

    @AfterEach
    void stopBoth() {
        sidecar.close();
        peer.close();
    }
}
