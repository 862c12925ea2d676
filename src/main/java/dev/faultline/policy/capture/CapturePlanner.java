package dev.faultline.policy.capture;

import static java.util.Objects.requireNonNull;

import dev.faultline.api.traffic.Dependency;
import dev.faultline.api.traffic.ServiceRef;
import dev.faultline.policy.capture.Capture.Host;
import dev.faultline.policy.capture.Capture.Port;
import dev.faultline.policy.capture.NotCaptured.Reason;
import dev.faultline.policy.capture.Wanted.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides which hosts a pod's sidecar stands in for.
 *
 * <p>A host is captured as a whole or not at all: with all its names and, for a Service, all its ports, so that no call
 * that worked without the sidecar fails with it. A dependency with {@code listenPort} gets an address of its own and
 * leaves the host's names to DNS. Headless and ExternalName Services are captured by their name; the names of single
 * pods, such as {@code db-0.db.shop.svc}, stay in DNS. By a captured name only those ports of them can be called that
 * the Service lists or, for an ExternalName, a dependency names.
 */
public final class CapturePlanner {
    private CapturePlanner() {}

    /**
     * @param dependencies of the policy, in its order
     * @param names the namespace of policy and pod, and the cluster's domain
     */
    public static CapturePlan plan(
            List<Dependency> dependencies, HostNames names, Footprint pod, KnownServices services) {
        var hosts = new ArrayList<Host>();
        var notCaptured = new ArrayList<NotCaptured>();
        var obstacles = new Obstacles(pod);
        var taken = new HashSet<String>();
        for (var reading : readings(dependencies, names, services)) {
            switch (reading) {
                case Reading.Refused(var refusal) -> notCaptured.add(refusal);
                case Reading.Understood(var wanted) ->
                    obstacles
                            .first(wanted)
                            .or(() -> collision(wanted, taken))
                            .ifPresentOrElse(notCaptured::add, () -> hosts.add(host(wanted, taken)));
            }
        }
        hosts.sort(Comparator.comparing(Host::name));
        return new CapturePlan(
                new Capture(List.copyOf(hosts), List.copyOf(pod.ports().keySet()), List.of()),
                List.copyOf(notCaptured));
    }

    /** One for each host, in the order in which the policy first names it. */
    private static List<Reading> readings(List<Dependency> dependencies, HostNames names, KnownServices services) {
        var byHost = new LinkedHashMap<String, List<Dependency>>();
        dependencies.forEach(dependency -> byHost.computeIfAbsent(host(dependency, names), _ -> new ArrayList<>())
                .add(dependency));
        return byHost.values().stream()
                .map(group -> reading(group, names, services))
                .toList();
    }

    private static String host(Dependency dependency, HostNames names) {
        var service = dependency.serviceRef();
        var external = dependency.external();
        if (dependency.listenPort() != null || (service == null && external == null)) {
            return "alias " + dependency.name();
        }
        return service == null
                ? "external " + requireNonNull(external).host()
                : "service " + HostNames.ofService(Wanted.namespace(service, names.namespace()), service.name());
    }

    private static Reading reading(List<Dependency> group, HostNames names, KnownServices services) {
        var first = group.getFirst();
        var service = first.serviceRef();
        var external = first.external();
        var listenPort = first.listenPort();
        if (listenPort != null) {
            return Wanted.alias(first, listenPort, names.namespace());
        }
        if (service != null) {
            return service(group, service, names, services);
        }
        return external == null ? Wanted.nothing(first) : Wanted.external(group, external.host());
    }

    private static Reading service(
            List<Dependency> group, ServiceRef service, HostNames names, KnownServices services) {
        var namespace = Wanted.namespace(service, names.namespace());
        return services.of(namespace, service.name())
                .map(known -> Wanted.service(group, known, names))
                .orElseGet(() -> Wanted.refused(
                        group,
                        HostNames.ofService(namespace, service.name()),
                        Reason.UnknownService,
                        "is not captured: there is no such Service; create it and restart the pods"));
    }

    /** @param taken addresses and names of the hosts captured so far */
    private static Optional<NotCaptured> collision(Wanted wanted, Set<String> taken) {
        return Stream.concat(Stream.of(Address.of(wanted.host())), wanted.names().stream())
                .filter(taken::contains)
                .findFirst()
                .map(text -> wanted.refused(
                        Reason.AddressCollision,
                        "is not captured: another host of the policy has " + text + " already; "
                                + (wanted.isAlias() ? "rename the dependency" : "set listenPort")));
    }

    private static Host host(Wanted wanted, Set<String> taken) {
        var address = Address.of(wanted.host());
        taken.add(address);
        taken.addAll(wanted.names());
        var ports = wanted.ports().entrySet().stream()
                .map(port -> new Port(port.getKey(), port.getValue()))
                .toList();
        return new Host(wanted.host(), wanted.names(), address, wanted.destination(), ports);
    }
}
