package dev.faultline.envoy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a sidecar is to have for the calls that the application makes. */
public final class Outbound {
    private Outbound() {}

    /**
     * @param zones that can be lost, sorted
     * @param addressing of the pods
     * @param endpoints finds the endpoints resource of that name, which proxies share; empty where there is none
     */
    public static List<Resource> resources(
            List<Leg> legs, List<String> zones, Addressing addressing, Function<String, Optional<Resource>> endpoints) {
        var resources = new ArrayList<Resource>();
        resources.add(Faults.noFaults());
        resources.add(HealthSwitch.listener());
        resources.add(HealthSwitch.routes(
                legs.stream().flatMap(leg -> dependency(leg).stream()).toList(), zones));
        for (var leg : legs) {
            resources.add(Listeners.of(leg));
            resources.add(Clusters.of(leg, addressing));
            if (leg.handling() instanceof Leg.Handling.Http http) {
                resources.add(RouteTable.of(leg, http));
            }
            if (leg.destination() instanceof Leg.Destination.Pods(var name)) {
                resources.add(endpoints.apply(name).orElseGet(() -> Endpoints.resource(name, List.of())));
            }
        }
        return List.copyOf(resources);
    }

    private static Optional<String> dependency(Leg leg) {
        return switch (leg.handling()) {
            case Leg.Handling.PassThrough _ -> Optional.empty();
            case Leg.Handling.Tcp(var terms) -> Optional.of(terms.dependency());
            case Leg.Handling.Http http -> Optional.of(http.terms().dependency());
        };
    }
}
