package dev.faultline.policy.capture;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Objects;

/**
 * What is known of a Service that a dependency names.
 *
 * @param headless whether it has no address of its own
 * @param externalName whether it is only another name of a host
 */
public record KnownService(String namespace, String name, List<Port> ports, boolean headless, boolean externalName) {

    /**
     * @param number 1 to 65535
     * @param protocol TCP, UDP or SCTP
     * @param name empty when it has none
     * @param appProtocol empty when it has none
     */
    public record Port(int number, String protocol, String name, String appProtocol) {
        public boolean isTcp() {
            return protocol.equals("TCP");
        }

        private static Port of(ServicePort port) {
            return new Port(
                    Objects.requireNonNullElse(port.getPort(), 0),
                    Objects.requireNonNullElse(port.getProtocol(), "TCP"),
                    Objects.requireNonNullElse(port.getName(), ""),
                    Objects.requireNonNullElse(port.getAppProtocol(), ""));
        }
    }

    public static KnownService of(Service service) {
        var spec = service.getSpec();
        return new KnownService(
                service.getMetadata().getNamespace(),
                service.getMetadata().getName(),
                spec.getPorts().stream().map(Port::of).toList(),
                "None".equals(spec.getClusterIP()),
                "ExternalName".equals(spec.getType()));
    }

    /** Whether a client may call ports that the Service does not list, since it reaches the far end without it. */
    boolean hasPortsUnlisted() {
        return headless || externalName;
    }
}
