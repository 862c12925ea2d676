package dev.faultline.envoy.inbound;

import dev.faultline.envoy.Leg;
import dev.faultline.envoy.Signals;
import java.util.List;

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
     * @param told what is told of each request
     * @param deadline of requests whose class has none of its own
     * @param keyHeader the header that makes a write safe to repeat
     * @param classes most important first; a request is of the first that it fits
     * @param probePaths that the kubelet asks for: those requests are never refused and have no deadline
     */
    public record Terms(
            Signals told,
            Deadline deadline,
            Capacity capacity,
            String keyHeader,
            List<RequestClass> classes,
            List<String> probePaths) {

        /** The same, for a pod whose kubelet asks for these paths. */
        public Terms probedAt(List<String> paths) {
            return new Terms(told, deadline, capacity, keyHeader, classes, List.copyOf(paths));
        }
    }
}
