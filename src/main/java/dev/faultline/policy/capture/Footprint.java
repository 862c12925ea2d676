package dev.faultline.policy.capture;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GRPCAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Sysctl;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pod takes for itself, so that a sidecar cannot have it.
 *
 * @param ports TCP ports that its containers declare or their probes and hooks call, each with who uses it
 * @param hostNames names that its own /etc/hosts has already
 * @param firstPort the lowest port that a process without privileges may listen on, 0 to 65535; 0 where the pod has no
 *     sysctl of its own, since the sidecar's then says so
 */
public record Footprint(SortedMap<Integer, String> ports, Set<String> hostNames, int firstPort) {
    public static final String FIRST_PORT_SYSCTL = "net.ipv4.ip_unprivileged_port_start";

    /** The kernel's own setting, and what is taken for a value that cannot be read. */
    private static final int KERNEL_FIRST_PORT = 1024;

    public static Footprint of(PodSpec spec) {
        var ports = new TreeMap<Integer, String>();
        Containers.all(spec).forEach(container -> addPorts(container, ports));
        return new Footprint(ports, hostNames(spec), firstPort(spec));
    }

    private static void addPorts(Container container, SortedMap<Integer, String> ports) {
        var name = "container " + container.getName();
        items(container.getPorts())
                .filter(port -> requireNonNullElse(port.getProtocol(), "TCP").equals("TCP"))
                .map(ContainerPort::getContainerPort)
                .filter(Objects::nonNull)
                .forEach(port -> ports.putIfAbsent(port, name));
        called(container)
                .flatMap(port -> number(port, container).stream())
                .forEach(port -> ports.putIfAbsent(port, name));
    }

    /** Ports that the kubelet calls. */
    private static Stream<IntOrString> called(Container container) {
        var lifecycle = container.getLifecycle();
        var probes = Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                .filter(Objects::nonNull)
                .flatMap(Footprint::called);
        return lifecycle == null
                ? probes
                : Stream.concat(
                        probes,
                        Stream.of(lifecycle.getPostStart(), lifecycle.getPreStop())
                                .filter(Objects::nonNull)
                                .flatMap(Footprint::called));
    }

    private static Stream<IntOrString> called(Probe probe) {
        return Stream.of(ofHttp(probe.getHttpGet()), ofTcp(probe.getTcpSocket()), ofGrpc(probe.getGrpc()))
                .flatMap(Optional::stream);
    }

    private static Stream<IntOrString> called(LifecycleHandler handler) {
        return Stream.of(ofHttp(handler.getHttpGet()), ofTcp(handler.getTcpSocket()))
                .flatMap(Optional::stream);
    }

    private static Optional<IntOrString> ofHttp(@Nullable HTTPGetAction action) {
        return Optional.ofNullable(action).map(HTTPGetAction::getPort);
    }

    private static Optional<IntOrString> ofTcp(@Nullable TCPSocketAction action) {
        return Optional.ofNullable(action).map(TCPSocketAction::getPort);
    }

    private static Optional<IntOrString> ofGrpc(@Nullable GRPCAction action) {
        return Optional.ofNullable(action).map(GRPCAction::getPort).map(IntOrString::new);
    }

    /** A name stands for a port that the container declares, which is counted there. */
    private static Optional<Integer> number(IntOrString port, Container container) {
        return Optional.ofNullable(port.getIntVal())
                .or(() -> items(container.getPorts())
                        .filter(declared -> Objects.equals(declared.getName(), port.getStrVal()))
                        .map(ContainerPort::getContainerPort)
                        .filter(Objects::nonNull)
                        .findFirst());
    }

    private static Set<String> hostNames(PodSpec spec) {
        var names = new HashSet<String>();
        items(spec.getHostAliases())
                .map(HostAlias::getHostnames)
                .flatMap(Footprint::items)
                .forEach(names::add);
        Stream.of(spec.getHostname(), spec.getHostnameOverride())
                .filter(Objects::nonNull)
                .forEach(names::add);
        return Set.copyOf(names);
    }

    private static int firstPort(PodSpec spec) {
        return ownSysctl(spec).map(Footprint::parsed).orElse(0);
    }

    /** The pod's own wish for the first port, if it has one. A name may be written with slashes. */
    public static Optional<String> ownSysctl(PodSpec spec) {
        return spec.getSecurityContext() == null
                ? Optional.empty()
                : items(spec.getSecurityContext().getSysctls())
                        .filter(sysctl -> FIRST_PORT_SYSCTL.equals(dotted(sysctl)))
                        .map(sysctl -> requireNonNullElse(sysctl.getValue(), ""))
                        .findFirst();
    }

    private static String dotted(Sysctl sysctl) {
        return requireNonNullElse(sysctl.getName(), "").replace('/', '.');
    }

    private static int parsed(String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            return KERNEL_FIRST_PORT;
        }
    }

    private static <T> Stream<T> items(@Nullable Collection<T> list) {
        return requireNonNullElse(list, List.<T>of()).stream().filter(Objects::nonNull);
    }
}
