package dev.faultline.policy.inlet;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.policy.capture.Containers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.stream.Stream;

/**
 * A port that a container of a pod declares by name.
 *
 * @param number 1 to 65535
 * @param protocol TCP, UDP or SCTP
 * @param host the port of its node that leads to it; 0 where none does
 */
record NamedPort(String container, String name, int number, String protocol, int host) {

    /** Those that a Service finds. Source: Kubernetes podutil.FindPort. */
    static Stream<NamedPort> of(PodSpec spec) {
        return Containers.serving(spec).flatMap(NamedPort::of);
    }

    private static Stream<NamedPort> of(Container container) {
        return Containers.ports(container).stream()
                .filter(port -> port.getName() != null && port.getContainerPort() != null)
                .map(port -> of(container, port));
    }

    private static NamedPort of(Container container, ContainerPort port) {
        return new NamedPort(
                container.getName(),
                port.getName(),
                port.getContainerPort(),
                requireNonNullElse(port.getProtocol(), "TCP"),
                requireNonNullElse(port.getHostPort(), 0));
    }

    boolean isTcp() {
        return protocol.equals("TCP");
    }
}
