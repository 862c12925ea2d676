package dev.faultline.policy.inbound;

import dev.faultline.api.Telemetry;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.envoy.inbound.Inlet;
import java.util.Optional;

/**
 * What a policy wants of the requests to one port.
 *
 * @param port name of the container port
 * @param protocol empty where the policy does not say
 */
public record Requests(String port, Optional<Inbound.Protocol> protocol, Inlet.Terms terms) {

    /** @param told which requests are logged */
    public static Requests of(Inbound wire, Telemetry.AccessLog told) {
        return new Requests(wire.port(), Optional.ofNullable(wire.protocol()), new Inlet.Terms(told));
    }
}
