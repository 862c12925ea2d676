package dev.faultline.policy.capture;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a Service that a dependency names.
 *
 * @param clusterIp its own address; empty for a headless one, and for one that is only another name of a host
 * @param externalName the host that it is another name of
 * @param selector labels of the pods behind it; empty where they are not chosen by labels
 */
public record KnownService(
        String namespace,
        String name,
        List<Port> ports,
        Optional<String> clusterIp,
        Optional<String> externalName,
        Map<String, String> selector) {

    /**
     * @param number 1 to 65535
     * @param protocol TCP, UDP or SCTP
     * @param name empty when it has none
     * @param appProtocol empty when it has none
     * @param target name or number of the port of its pods
     */
    public record Port(int number, String protocol, String name, String appProtocol, String target) {
        /** One that its pods serve under the same number. */
        public Port(int number, String protocol, String name, String appProtocol) {
            this(number, protocol, name, appProtocol, String.valueOf(number));
        }

        public boolean isTcp() {
            return protocol.equals("TCP");
        }

        private static Port of(ServicePort port) {
            var number = Objects.requireNonNullElse(port.getPort(), 0);
            return new Port(
                    number,
                    Objects.requireNonNullElse(port.getProtocol(), "TCP"),
                    Objects.requireNonNullElse(port.getName(), ""),
                    Objects.requireNonNullElse(port.getAppProtocol(), ""),
                    named(port.getTargetPort()).orElseGet(() -> String.valueOf(number)));
        }

        /** Empty where it is the Service's own. Source: Kubernetes ServicePort.targetPort. */
        private static Optional<String> named(@Nullable IntOrString port) {
            return Optional.ofNullable(port)
                    .map(IntOrString::getValue)
                    .map(String::valueOf)
                    .filter(text -> !text.isEmpty() && !text.equals("0"));
        }
    }

    /** One whose pods are of no interest. */
    public KnownService(
            String namespace,
            String name,
            List<Port> ports,
            Optional<String> clusterIp,
            Optional<String> externalName) {
        this(namespace, name, ports, clusterIp, externalName, Map.of());
    }

    public static KnownService of(Service service) {
        var spec = service.getSpec();
        return new KnownService(
                service.getMetadata().getNamespace(),
                service.getMetadata().getName(),
                spec.getPorts().stream().map(Port::of).toList(),
                Optional.ofNullable(spec.getClusterIP())
                        .filter(address -> !address.isEmpty() && !"None".equals(address)),
                "ExternalName".equals(spec.getType()) ? Optional.ofNullable(spec.getExternalName()) : Optional.empty(),
                Objects.requireNonNullElse(spec.getSelector(), Map.of()));
    }

    /** Whether pods with these labels are behind it. */
    public boolean isOf(Map<String, String> podLabels) {
        return !selector.isEmpty() && podLabels.entrySet().containsAll(selector.entrySet());
    }

    /** Its TCP port of that number. */
    public Optional<Port> port(int number) {
        return ports.stream()
                .filter(port -> port.number() == number && port.isTcp())
                .findFirst();
    }

    /**
     * Whether the sidecar can pass on ports that the Service does not list: those of the host that it is another name
     * of. Of a headless Service it knows no pods that serve one.
     */
    boolean hasPortsUnlisted() {
        return externalName.isPresent();
    }
}
