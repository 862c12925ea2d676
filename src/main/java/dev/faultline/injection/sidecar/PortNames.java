package dev.faultline.injection.sidecar;

import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.Containers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.LifecycleHandlerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import io.fabric8.kubernetes.api.model.TCPSocketActionBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of the ports that a sidecar takes over: they go from the containers that had them to the sidecar's. What the
 * kubelet calls by such a name it looks up within the container, so there the number takes the name's place.
 */
final class PortNames {
    /** Numbers by name. */
    private final Map<String, Integer> taken;

    private PortNames(Map<String, Integer> taken) {
        this.taken = taken;
    }

    private static PortNames of(Capture capture) {
        return new PortNames(
                capture.inlets().stream().collect(Collectors.toMap(Capture.Inlet::name, Capture.Inlet::app)));
    }

    /** Ports of the sidecar, under the names that it has taken. */
    static List<ContainerPort> ofSidecar(Capture capture) {
        return capture.inlets().stream()
                .map(inlet -> new ContainerPortBuilder()
                        .withName(inlet.name())
                        .withContainerPort(inlet.listen())
                        .withProtocol("TCP")
                        .build())
                .toList();
    }

    /** The pod without them. One that keeps all of its names is left as it is. */
    static Pod taken(Pod pod, Capture capture) {
        if (capture.inlets().isEmpty()) {
            return pod;
        }
        var names = of(capture);
        return new PodBuilder(pod)
                .editSpec()
                .withContainers(names.takenFrom(Containers.app(pod.getSpec())))
                .withInitContainers(names.takenFrom(Containers.init(pod.getSpec())))
                .endSpec()
                .build();
    }

    private List<Container> takenFrom(List<Container> containers) {
        return containers.stream().map(this::takenFrom).toList();
    }

    private Container takenFrom(Container container) {
        var ports = Containers.ports(container);
        if (ports.stream().noneMatch(this::isTaken)) {
            return container;
        }
        return new ContainerBuilder(container)
                .withPorts(ports.stream().map(this::nameless).toList())
                .withStartupProbe(numbered(container.getStartupProbe()))
                .withReadinessProbe(numbered(container.getReadinessProbe()))
                .withLivenessProbe(numbered(container.getLivenessProbe()))
                .withLifecycle(numbered(container.getLifecycle()))
                .build();
    }

    private boolean isTaken(ContainerPort port) {
        return port.getName() != null && taken.containsKey(port.getName());
    }

    private ContainerPort nameless(ContainerPort port) {
        return isTaken(port) ? new ContainerPortBuilder(port).withName(null).build() : port;
    }

    private @Nullable Probe numbered(@Nullable Probe probe) {
        return ifAny(
                probe,
                some -> new ProbeBuilder(some)
                        .withHttpGet(http(some.getHttpGet()))
                        .withTcpSocket(tcp(some.getTcpSocket()))
                        .build());
    }

    private @Nullable Lifecycle numbered(@Nullable Lifecycle lifecycle) {
        return ifAny(
                lifecycle,
                some -> new LifecycleBuilder(some)
                        .withPostStart(numbered(some.getPostStart()))
                        .withPreStop(numbered(some.getPreStop()))
                        .build());
    }

    private @Nullable LifecycleHandler numbered(@Nullable LifecycleHandler handler) {
        return ifAny(
                handler,
                some -> new LifecycleHandlerBuilder(some)
                        .withHttpGet(http(some.getHttpGet()))
                        .withTcpSocket(tcp(some.getTcpSocket()))
                        .build());
    }

    private @Nullable HTTPGetAction http(@Nullable HTTPGetAction action) {
        return ifAny(
                action,
                some -> new HTTPGetActionBuilder(some)
                        .withPort(number(some.getPort()))
                        .build());
    }

    private @Nullable TCPSocketAction tcp(@Nullable TCPSocketAction action) {
        return ifAny(
                action,
                some -> new TCPSocketActionBuilder(some)
                        .withPort(number(some.getPort()))
                        .build());
    }

    private @Nullable IntOrString number(@Nullable IntOrString port) {
        return ifAny(
                port,
                some -> some.getStrVal() != null && taken.containsKey(some.getStrVal())
                        ? new IntOrString(taken.get(some.getStrVal()))
                        : some);
    }

    private static <T> @Nullable T ifAny(@Nullable T value, UnaryOperator<T> change) {
        return value == null ? null : change.apply(value);
    }
}
