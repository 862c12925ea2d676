package dev.faultline.envoy.inbound;

import dev.faultline.api.Telemetry;
import dev.faultline.envoy.Leg;

/**
 * One port of the pod that the sidecar has taken over by its name, and what it does with the requests that arrive there.
 *
 * @param name of the container port, such as {@code http}; no two of a pod are alike
 * @param listen the sidecar's port, {@link dev.faultline.envoy.SidecarPort#INBOUND_FIRST} to {@code INBOUND_LAST}
 * @param app the application's own port, 1 to 65535
 */
public record Inlet(String name, int listen, int app, Handling handling) {

    /** What is done to requests. */
    public sealed interface Handling {
        /** Nothing, as though there were no sidecar. */
        record PassThrough() implements Handling {}

        record Http(Leg.Version version, Terms terms) implements Handling {}
    }

    /**
     * The terms of one port.
     *
     * @param told which requests are logged
     */
    public record Terms(Telemetry.AccessLog told) {}
}
