package dev.faultline.policy.sidecar;

import dev.faultline.api.traffic.Dependency.Protocol;
import dev.faultline.api.traffic.External;
import dev.faultline.api.traffic.Inbound;
import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.Endpoints;
import dev.faultline.envoy.Leg;
import dev.faultline.envoy.SidecarPort;
import dev.faultline.envoy.inbound.Inlet;
import dev.faultline.envoy.sidecar.SidecarModel;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.call.Spoken;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.Capture.Destination;
import dev.faultline.policy.capture.Capture.Host;
import dev.faultline.policy.capture.Capture.Port;
import dev.faultline.policy.capture.HostNames;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.inbound.Requests;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * From what a pod has captured to what its sidecar must do. Whatever the policy has become since, each captured port is
 * served: without a call of the policy for it, it is plain pass-through.
 */
public final class SidecarPlanner {
    /** Where a CA that is not the system's is mounted in the sidecar, a folder for each ConfigMap. */
    public static final String TRUST_FOLDER = "/etc/faultline/trust/";

    private static final String SYSTEM_TRUST = "/etc/ssl/certs/ca-certificates.crt";
    private static final Duration STREAM_IDLE = Duration.ofMinutes(5);
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final KnownServices services;
    private final Surroundings surroundings;

    /**
     * What is the same for all sidecars of the cluster.
     *
     * @param zones that its nodes are in
     * @param addressing of its pods
     * @param domain of its names, such as {@code cluster.local}
     */
    public record Surroundings(Collection<String> zones, Addressing addressing, String domain) {}

    public SidecarPlanner(KnownServices services, Surroundings surroundings) {
        this.services = services;
        this.surroundings = surroundings;
    }

    /** @param rules what the policy in force wants; none where no policy is in force */
    public SidecarModel plan(Capture capture, TrafficRules rules) {
        var legs = capture.hosts().stream()
                .flatMap(host -> ports(host, capture.appPorts()).map(port -> leg(host, port, rules.calls())))
                .map(leg -> capture.inlets().isEmpty() ? leg : leg.withDeadlines())
                .toList();
        var inlets = capture.inlets().stream()
                .map(inlet -> new Inlet(inlet.name(), inlet.listen(), inlet.app(), handling(inlet, rules.requests())))
                .toList();
        return new SidecarModel(
                legs, inlets, surroundings.zones().stream().sorted().toList(), surroundings.addressing());
    }

    private static Inlet.Handling handling(Capture.Inlet inlet, List<Requests> requests) {
        return requests.stream()
                .filter(wanted -> wanted.port().equals(inlet.name()))
                .findFirst()
                .<Inlet.Handling>map(wanted ->
                        new Inlet.Handling.Http(version(wanted.protocol().orElse(inlet.spoken())), wanted.terms()))
                .orElseGet(Inlet.Handling.PassThrough::new);
    }

    private static Leg.Version version(Inbound.Protocol protocol) {
        return switch (protocol) {
            case HTTP -> Leg.Version.HTTP1;
            case HTTP2 -> Leg.Version.HTTP2;
            case GRPC -> Leg.Version.GRPC;
        };
    }

    /** What was given at creation, and what the Service has got since. */
    private Stream<Port> ports(Host host, List<Integer> appPorts) {
        var ports = new TreeMap<Integer, Port>();
        if (!host.isAlias() && host.destination() instanceof Destination.Service(var namespace, var name)) {
            services.of(namespace, name).stream()
                    .flatMap(service -> service.ports().stream())
                    .filter(KnownService.Port::isTcp)
                    .map(KnownService.Port::number)
                    .filter(number -> !appPorts.contains(number) && !SidecarPort.isOurs(number))
                    .forEach(number -> ports.put(number, new Port(number, number)));
        }
        host.ports().forEach(port -> ports.put(port.listen(), port));
        return ports.values().stream();
    }

    private Leg leg(Host host, Port port, List<Call> calls) {
        var call = calls.stream()
                .filter(candidate -> candidate.isTo(host.destination(), port.target()))
                .findFirst();
        var handling = call.map(found -> handling(host, port, found)).orElseGet(Leg.Handling.PassThrough::new);
        return new Leg(host.name(), host.address(), port.listen(), destination(host, port, call.isPresent()), handling);
    }

    private Leg.Destination destination(Host host, Port port, boolean called) {
        return switch (host.destination()) {
            case Destination.External external ->
                new Leg.Destination.Host(external.host(), port.target(), tls(external));
            case Destination.Service(var namespace, var name) ->
                services.of(namespace, name)
                        .map(service -> within(service, port.target(), called))
                        .orElseGet(Leg.Destination.Nowhere::new);
        };
    }

    /**
     * Pass-through leaves it to kube-proxy, or to DNS, which pod it is, as it would be without the sidecar. That is also
     * all that a proxy learns of a Service that no policy in force names for it: whoever may create a pod may write into
     * its annotation whatever he likes.
     */
    private Leg.Destination within(KnownService service, int port, boolean called) {
        if (service.externalName().isPresent()) {
            return new Leg.Destination.Host(service.externalName().get(), port, Optional.empty());
        }
        if (service.port(port).isEmpty()) {
            return new Leg.Destination.Nowhere();
        }
        if (called) {
            return new Leg.Destination.Pods(Endpoints.name(service.namespace(), service.name(), port));
        }
        return service.clusterIp()
                .<Leg.Destination>map(address -> new Leg.Destination.Fixed(address, port))
                .orElseGet(() -> new Leg.Destination.Host(
                        HostNames.fullNameOfService(service.namespace(), service.name(), surroundings.domain()),
                        port,
                        Optional.empty()));
    }

    private static Optional<Leg.Tls> tls(Destination.External external) {
        return external.tls() == External.Tls.Originate
                ? Optional.of(new Leg.Tls(external.ca()
                        .map(name -> TRUST_FOLDER + name + "/ca.crt")
                        .orElse(SYSTEM_TRUST)))
                : Optional.empty();
    }

    private Leg.Handling handling(Host host, Port port, Call call) {
        return switch (protocol(call)) {
            case TCP -> new Leg.Handling.Tcp(terms(call, Duration.ZERO, Leg.TCP_IDLE));
            case HTTP -> http(Leg.Version.HTTP1, terms(call, Call.HTTP_TIMEOUT, STREAM_IDLE), host, port);
            case HTTP2 -> http(Leg.Version.HTTP2, terms(call, Call.HTTP_TIMEOUT, STREAM_IDLE), host, port);
            // A stream cannot be told from a call: who calls says how long it may take, in grpc-timeout.
            case GRPC -> http(Leg.Version.GRPC, terms(call, Duration.ZERO, STREAM_IDLE), host, port);
        };
    }

    private static Leg.Handling http(Leg.Version version, Leg.Terms terms, Host host, Port port) {
        return new Leg.Handling.Http(
                version, terms, host.isAlias() ? Optional.of(realName(host, port)) : Optional.empty(), false);
    }

    private static Leg.Terms terms(Call call, Duration timeout, Duration idle) {
        return new Leg.Terms(
                call.name(),
                call.connectTimeout(),
                call.timeout().orElse(timeout),
                call.idleTimeout().orElse(idle),
                call.retry(),
                call.breaker(),
                call.substitute(),
                call.told());
    }

    private Protocol protocol(Call call) {
        return Spoken.by(call, services).orElse(Protocol.TCP);
    }

    /** What a server that tells its hosts apart expects to be called. */
    private static String realName(Host host, Port port) {
        var name = switch (host.destination()) {
            case Destination.Service(var namespace, var service) -> service + "." + namespace;
            case Destination.External external -> external.host();
        };
        return port.target() == HTTP_PORT || port.target() == HTTPS_PORT ? name : name + ":" + port.target();
    }
}
