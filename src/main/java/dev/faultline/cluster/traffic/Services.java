package dev.faultline.cluster.traffic;

import dev.faultline.policy.capture.KnownService;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads Services. */
final class Services {
    private static final String HEADLESS = "None";
    private static final String TCP = "TCP";
    private static final String EXTERNAL = "ExternalName";

    private Services() {}

    static KnownService read(Service service) {
        var spec = service.getSpec();
        var ports = Objects.requireNonNullElse(spec.getPorts(), List.<ServicePort>of());
        return new KnownService(
                service.getMetadata().getNamespace(),
                service.getMetadata().getName(),
                Optional.ofNullable(spec.getClusterIP())
                        .filter(address -> !address.isEmpty() && !HEADLESS.equals(address)),
                EXTERNAL.equals(spec.getType())
                        ? Optional.ofNullable(spec.getExternalName()).filter(name -> !name.isEmpty())
                        : Optional.empty(),
                ports.stream().filter(Services::isTcp).map(Services::port).toList());
    }

    private static boolean isTcp(ServicePort port) {
        return port.getProtocol() == null || TCP.equals(port.getProtocol());
    }

    private static KnownService.Port port(ServicePort port) {
        return new KnownService.Port(
                Objects.requireNonNullElse(port.getName(), ""),
                port.getPort(),
                Optional.ofNullable(port.getAppProtocol()));
    }
}
