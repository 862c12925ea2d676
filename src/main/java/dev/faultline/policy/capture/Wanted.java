package dev.faultline.policy.capture;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.api.traffic.Dependency;
import dev.faultline.api.traffic.External;
import dev.faultline.api.traffic.External.Tls;
import dev.faultline.api.traffic.ServiceRef;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.capture.Capture.Port;
import dev.faultline.policy.capture.NotCaptured.Reason;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A host that the policy wants captured, before anybody has asked whether the pod allows it.
 *
 * @param ports the host's own by the port that is listened on
 */
record Wanted(
        List<String> dependencies,
        String host,
        List<String> names,
        Destination destination,
        SortedMap<Integer, Integer> ports) {

    /** What the dependencies on one host come to. */
    sealed interface Reading {
        record Understood(Wanted wanted) implements Reading {}

        record Refused(NotCaptured notCaptured) implements Reading {}
    }

    /** An address of its own, and nothing but the one port: it is there for the policy alone. */
    static Reading alias(Dependency dependency, int listenPort, String namespace) {
        var service = dependency.serviceRef();
        var external = dependency.external();
        if (service != null) {
            var destination = new Destination.Service(namespace(service, namespace), service.name());
            return alias(dependency, destination, new Port(listenPort, service.port()));
        }
        return external == null
                ? nothing(dependency)
                : alias(dependency, destination(external), new Port(listenPort, external.port()));
    }

    private static Reading alias(Dependency dependency, Destination destination, Port port) {
        var host = HostNames.ofAlias(dependency.name());
        var ports = new TreeMap<Integer, Integer>();
        ports.put(port.listen(), port.target());
        return understood(new Wanted(List.of(dependency.name()), host, List.of(host), destination, ports));
    }

    static Reading nothing(Dependency dependency) {
        return refused(
                List.of(dependency),
                HostNames.ofAlias(dependency.name()),
                Reason.Unusable,
                "is not captured: there is neither serviceRef nor external; write one of them");
    }

    /** All dependencies on one Service at its own name, with the Service's other ports. */
    static Reading service(List<Dependency> dependencies, KnownService service, HostNames names) {
        var host = HostNames.ofService(service.namespace(), service.name());
        var ports = new TreeMap<Integer, Integer>();
        for (var port : service.ports()) {
            if (!port.isTcp()) {
                return refused(
                        dependencies,
                        host,
                        Reason.NotOnlyTcp,
                        "is not captured: its port " + port.number() + " is " + port.protocol() + ", which the sidecar "
                                + "cannot pass on; set listenPort to call it at an address of its own");
            }
            ports.put(port.number(), port.number());
        }
        for (var port : ports(dependencies)) {
            if (ports.put(port, port) == null && !service.hasPortsUnlisted()) {
                return refused(
                        dependencies,
                        host,
                        Reason.UnknownPort,
                        "is not captured: the Service has no port " + port + "; name one that it has in "
                                + "serviceRef.port");
            }
        }
        var destination = new Destination.Service(service.namespace(), service.name());
        var allNames = names.allOfService(service.namespace(), service.name());
        return understood(new Wanted(named(dependencies), host, allNames, destination, ports));
    }

    private static List<Integer> ports(List<Dependency> dependencies) {
        return dependencies.stream()
                .flatMap(dependency -> Optional.ofNullable(dependency.serviceRef()).stream())
                .map(ServiceRef::port)
                .toList();
    }

    /** All dependencies on one host outside at its own name, with the ports that they name. */
    static Reading external(List<Dependency> dependencies, String host) {
        var ports = new TreeMap<Integer, Integer>();
        for (var dependency : dependencies) {
            var external = dependency.external();
            if (external == null) {
                continue;
            }
            if (external.tls() == Tls.Originate) {
                return refused(
                        dependencies,
                        host,
                        Reason.Unusable,
                        "is not captured: tls is Originate, for which the application must call another port; set "
                                + "listenPort, such as 8443");
            }
            ports.put(external.port(), external.port());
        }
        return understood(new Wanted(
                named(dependencies),
                host,
                List.of(host),
                new Destination.External(host, Tls.Passthrough, Optional.empty()),
                ports));
    }

    static Reading refused(List<Dependency> dependencies, String host, Reason reason, String message) {
        return new Reading.Refused(
                new NotCaptured(named(dependencies), host, reason, subject(named(dependencies), host) + " " + message));
    }

    NotCaptured refused(Reason reason, String message) {
        return new NotCaptured(dependencies, host, reason, subject(dependencies, host) + " " + message);
    }

    boolean isAlias() {
        return HostNames.isAlias(host, names, destination);
    }

    static String namespace(ServiceRef service, String own) {
        return requireNonNullElse(service.namespace(), own);
    }

    private static String subject(List<String> dependencies, String host) {
        return (dependencies.size() == 1 ? "dependency " : "dependencies ")
                + dependencies.stream().collect(Collectors.joining(", ")) + ": " + host;
    }

    private static List<String> named(List<Dependency> dependencies) {
        return dependencies.stream().map(Dependency::name).toList();
    }

    private static Reading understood(Wanted wanted) {
        return new Reading.Understood(wanted);
    }

    private static Destination destination(External external) {
        var ca = external.caConfigMapRef();
        return new Destination.External(
                external.host(),
                requireNonNullElse(external.tls(), Tls.DEFAULT),
                ca == null ? Optional.empty() : Optional.of(ca.name()));
    }
}
