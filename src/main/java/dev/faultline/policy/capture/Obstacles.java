package dev.faultline.policy.capture;

import dev.faultline.envoy.SidecarPort;
import dev.faultline.policy.capture.NotCaptured.Reason;
import java.util.Optional;
import java.util.stream.Stream;

/** What in the pod keeps a host from being captured. */
final class Obstacles {
    /** Each port is a listener in the sidecar. */
    static final int MOST_PORTS = 100;

    private final Footprint pod;

    Obstacles(Footprint pod) {
        this.pod = pod;
    }

    Optional<NotCaptured> first(Wanted wanted) {
        return Stream.of(
                        unusableName(wanted),
                        tooManyPorts(wanted),
                        hostAlias(wanted),
                        collision(wanted),
                        privileged(wanted))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<NotCaptured> unusableName(Wanted wanted) {
        return wanted.names().stream()
                .filter(name -> !HostNames.isUsable(name))
                .findFirst()
                .map(name -> wanted.refused(
                        Reason.Unusable, "is not captured: " + name + " is not a host name; correct it"));
    }

    private static Optional<NotCaptured> tooManyPorts(Wanted wanted) {
        return wanted.ports().size() <= MOST_PORTS
                ? Optional.empty()
                : Optional.of(wanted.refused(
                        Reason.TooManyPorts,
                        "is not captured: it has " + wanted.ports().size() + " ports, more than " + MOST_PORTS
                                + "; set listenPort to call one of them at an address of its own"));
    }

    private Optional<NotCaptured> hostAlias(Wanted wanted) {
        return wanted.names().stream()
                .filter(pod.hostNames()::contains)
                .findFirst()
                .map(name -> wanted.refused(
                        Reason.HostAliasPresent,
                        "is not captured: the pod's own hostAliases or hostname have " + name + " already; remove it "
                                + "there" + (wanted.isAlias() ? "" : ", or set listenPort")));
    }

    private Optional<NotCaptured> collision(Wanted wanted) {
        return wanted.ports().keySet().stream()
                .flatMap(port -> holder(port).map(holder -> collision(wanted, port, holder)).stream())
                .findFirst();
    }

    private static NotCaptured collision(Wanted wanted, int port, String holder) {
        return wanted.refused(
                Reason.PortCollision,
                "is not captured: " + holder + " uses port " + port
                        + " too, and within a pod only one can listen on it; "
                        + (wanted.isAlias()
                                ? "choose another listenPort"
                                : "set listenPort to another port and call "
                                        + HostNames.ofAlias(
                                                wanted.dependencies().getFirst()) + " there"));
    }

    private Optional<String> holder(int port) {
        return SidecarPort.isOurs(port)
                ? Optional.of("the sidecar itself")
                : Optional.ofNullable(pod.ports().get(port));
    }

    private Optional<NotCaptured> privileged(Wanted wanted) {
        var lowest = wanted.ports().firstKey();
        return lowest >= pod.firstPort()
                ? Optional.empty()
                : Optional.of(wanted.refused(
                        Reason.PrivilegedPort,
                        "is not captured: the pod's own sysctl " + Footprint.FIRST_PORT_SYSCTL + " keeps port " + lowest
                                + " from the sidecar; set it to " + lowest + " or less, or set listenPort to a port "
                                + "from " + pod.firstPort()));
    }
}
