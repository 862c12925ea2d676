package dev.faultline.envoy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** From what a sidecar must do to the resources that say so. */
public final class EnvoyConfig {
    private EnvoyConfig() {}

    /** @param endpoints finds the endpoints resource of that name, which proxies share; empty where there is none */
    public static ProxyConfig of(SidecarModel model, Function<String, Optional<Resource>> endpoints) {
        var resources = new ArrayList<Resource>();
        resources.add(Faults.noFaults());
        resources.add(HealthSwitch.listener());
        resources.add(HealthSwitch.routes(
                model.legs().stream().flatMap(leg -> dependency(leg).stream()).toList(), model.zones()));
        for (var leg : model.legs()) {
            resources.add(Listeners.of(leg));
            resources.add(Clusters.of(leg, model.addressing()));
            if (leg.handling() instanceof Leg.Handling.Http http) {
                resources.add(RouteTable.of(leg, http));
            }
            if (leg.destination() instanceof Leg.Destination.Pods(var name)) {
                resources.add(endpoints.apply(name).orElseGet(() -> Endpoints.resource(name, List.of())));
            }
        }
        return ProxyConfig.of(resources);
    }

    private static Optional<String> dependency(Leg leg) {
        return switch (leg.handling()) {
            case Leg.Handling.PassThrough _ -> Optional.empty();
            case Leg.Handling.Tcp(var terms) -> Optional.of(terms.dependency());
            case Leg.Handling.Http http -> Optional.of(http.terms().dependency());
        };
    }
}
