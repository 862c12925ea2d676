package dev.faultline.policy.capture;

import dev.faultline.api.traffic.External.Tls;
import dev.faultline.api.traffic.Inbound;
import java.util.List;
import java.util.Optional;

/**
 * What the sidecar of one pod stands in for. It is frozen when the pod is created, since a pod's {@code hostAliases}
 * cannot change, and is kept on the pod in annotation {@code faultline.dev/capture}.
 *
 * @param hosts sorted by name
 * @param appPorts ports that the pod's own containers take, on which the sidecar must never listen, sorted
 * @param inlets ports of the pod that the sidecar has taken over by their names, sorted by the port that it listens on
 */
public record Capture(List<Host> hosts, List<Integer> appPorts, List<Inlet> inlets) {
    public static final Capture NONE = new Capture(List.of(), List.of(), List.of());

    /**
     * One captured host.
     *
     * @param name what it is known by: {@code inventory.shop}, {@code api.example.com} or {@code payments-api.faultline}
     * @param names all names that the application may call it by; they stand in the pod's hostAliases
     * @param address within 127.64.0.0/10, the same in every pod
     * @param ports sorted by the port that is listened on
     */
    public record Host(String name, List<String> names, String address, Destination destination, List<Port> ports) {
        /** Whether it is there for one dependency alone, at its {@code listenPort}. */
        public boolean isAlias() {
            return HostNames.isAlias(name, names, destination);
        }
    }

    /**
     * @param listen the port that the application calls
     * @param target the destination's own
     */
    public record Port(int listen, int target) {}

    /** The same with these ports of the pod taken over. */
    public Capture with(List<Inlet> taken) {
        return new Capture(hosts, appPorts, taken);
    }

    /**
     * @param name of the container port
     * @param listen the sidecar's port
     * @param app the application's own
     * @param spoken what was spoken when the pod was created; holds where the policy does not say
     */
    public record Inlet(String name, int listen, int app, Inbound.Protocol spoken) {}

    /** Where calls go in the end. */
    public sealed interface Destination {
        record Service(String namespace, String name) implements Destination {}

        /**
         * @param host its real name, resolved by the sidecar
         * @param ca the ConfigMap, mounted into the sidecar, whose ca.crt is trusted; empty for the system's CAs
         */
        record External(String host, Tls tls, Optional<String> ca) implements Destination {}
    }
}
