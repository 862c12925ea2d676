package dev.faultline.xds.delta;

import dev.faultline.envoy.Resource;
import java.util.Optional;

/** What may not be sent, and why. */
interface Gate {
    Optional<String> obstacle(Resource resource);

    /** Whether anybody has refused it. */
    boolean isSuspect(Resource resource);
}
