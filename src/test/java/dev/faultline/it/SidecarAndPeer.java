package dev.faultline.it;

import dev.faultline.it.envoy.TestPeer;
import org.junit.jupiter.api.AfterEach;

/** A sidecar of each test's own, and whom it calls through it: that peer each test brings. */
abstract class SidecarAndPeer extends GivenSidecar {
    TestPeer peer;

    @AfterEach
    void stopThePeer() {
        peer.close();
    }
}
