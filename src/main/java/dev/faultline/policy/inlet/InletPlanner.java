package dev.faultline.policy.inlet;

import dev.faultline.api.traffic.Dependency;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.envoy.SidecarPort;
import dev.faultline.policy.call.Spoken;
import dev.faultline.policy.capture.Capture.Inlet;
import dev.faultline.policy.capture.NotCaptured;
import dev.faultline.policy.capture.NotCaptured.Reason;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which ports of a pod its sidecar takes over.
 *
 * <p>It takes the name: a Service that targets a port by name finds it where the name is. The port that the sidecar
 * listens on follows from the place in the policy alone.
 */
public final class InletPlanner {
    private final List<NamedPort> ports;
    private final Front front;

    private InletPlanner(List<NamedPort> ports, Front front) {
        this.ports = ports;
        this.front = front;
    }

    /** @param inbound of the policy, in its order */
    public static InletPlan plan(List<Inbound> inbound, PodSpec spec, Front front) {
        var planner = new InletPlanner(NamedPort.of(spec).toList(), front);
        var inlets = new ArrayList<Inlet>();
        var notCaptured = new ArrayList<NotCaptured>();
        for (var place = 0; place < inbound.size(); place++) {
            switch (planner.read(inbound.get(place), SidecarPort.INBOUND_FIRST.number() + place)) {
                case Reading.Refused(var refusal) -> notCaptured.add(refusal);
                case Reading.Taken(var inlet, var open) -> {
                    inlets.add(inlet);
                    open.ifPresent(notCaptured::add);
                }
            }
        }
        return new InletPlan(List.copyOf(inlets), List.copyOf(notCaptured));
    }

    private sealed interface Reading {
        /** @param open what leads past the sidecar all the same */
        record Taken(Inlet inlet, Optional<NotCaptured> open) implements Reading {}

        record Refused(NotCaptured notCaptured) implements Reading {}
    }

    private Reading read(Inbound wanted, int listen) {
        var named =
                ports.stream().filter(port -> port.name().equals(wanted.port())).toList();
        var obstacle = obstacle(wanted, named, listen);
        if (obstacle.isPresent()) {
            return new Reading.Refused(obstacle.get());
        }
        var port = named.getFirst();
        return spoken(wanted)
                .<Reading>map(
                        word -> new Reading.Taken(new Inlet(port.name(), listen, port.number(), word), hostPort(port)))
                .orElseGet(() -> new Reading.Refused(refused(
                        wanted,
                        Reason.ProtocolUnknown,
                        "is not captured: neither the policy nor a Service, nor the port's own name, says that HTTP "
                                + "or gRPC is spoken")));
    }

    private Optional<NotCaptured> obstacle(Inbound wanted, List<NamedPort> named, int listen) {
        if (!SidecarPort.isInbound(listen)) {
            return Optional.of(refused(
                    wanted, Reason.TooManyPorts, "is not captured: a sidecar takes over 4 ports; remove others"));
        }
        if (named.isEmpty()) {
            return Optional.of(refused(
                    wanted,
                    Reason.UnknownPort,
                    "is not captured: no container of the pod has a port of that name; name the port in the template, "
                            + "or one that it has in the policy"));
        }
        if (named.size() > 1) {
            return Optional.of(refused(
                    wanted,
                    Reason.AmbiguousPort,
                    "is not captured: containers " + named.get(0).container() + " and "
                            + named.get(1).container() + " both have a port of that name; rename one"));
        }
        var port = named.getFirst();
        return port.isTcp()
                ? front.barrier(port.name(), port.number(), listen)
                        .map(barrier ->
                                refused(wanted, Reason.NetworkPolicyBlocksSidecar, "is not captured: " + barrier))
                : Optional.of(refused(
                        wanted,
                        Reason.NotOnlyTcp,
                        "is not captured: it is " + port.protocol() + ", which the sidecar cannot pass on; remove it "
                                + "from the policy"));
    }

    private static Optional<NotCaptured> hostPort(NamedPort port) {
        return port.host() == 0
                ? Optional.empty()
                : Optional.of(NotCaptured.ofPort(
                        port.name(),
                        Reason.HostPort,
                        "is captured, but port " + port.host() + " of the node leads past the sidecar"));
    }

    private Optional<Inbound.Protocol> spoken(Inbound wanted) {
        return Optional.ofNullable(wanted.protocol())
                .or(() -> Stream.concat(
                                front.services().stream()
                                        .flatMap(service -> service.ports().stream())
                                        .filter(port ->
                                                port.isTcp() && port.target().equals(wanted.port()))
                                        .map(Spoken::on),
                                Stream.of(Spoken.byName(wanted.port())))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .flatMap(InletPlanner::http));
    }

    private static Optional<Inbound.Protocol> http(Dependency.Protocol spoken) {
        return switch (spoken) {
            case HTTP -> Optional.of(Inbound.Protocol.HTTP);
            case HTTP2 -> Optional.of(Inbound.Protocol.HTTP2);
            case GRPC -> Optional.of(Inbound.Protocol.GRPC);
            case TCP -> Optional.empty();
        };
    }

    private static NotCaptured refused(Inbound wanted, Reason reason, String message) {
        return NotCaptured.ofPort(wanted.port(), reason, message);
    }
}
