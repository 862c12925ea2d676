package dev.faultline.envoy.sidecar;

import dev.faultline.envoy.Collector;
import dev.faultline.envoy.Leg;
import dev.faultline.envoy.Outbound;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import dev.faultline.envoy.inbound.Inlet;
import dev.faultline.envoy.inbound.Inlets;
import dev.faultline.envoy.trace.Tracing;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** From what a sidecar must do to the resources that say so. */
public final class EnvoyConfig {
    private EnvoyConfig() {}

    /** @param endpoints finds the endpoints resource of that name, which proxies share; empty where there is none */
    public static ProxyConfig of(SidecarModel model, Function<String, Optional<Resource>> endpoints) {
        return of(model, endpoints, _ -> true);
    }

    /**
     * The same for a pod that ends: without the listeners that take requests, so that Envoy refuses new connections, and
     * with all that those who are still connected need. Its own calls go on.
     */
    public static ProxyConfig leaving(SidecarModel model, Function<String, Optional<Resource>> endpoints) {
        return of(model, endpoints, resource -> resource.type() != ResourceType.Listener);
    }

    /** One at most, since all that a sidecar does is one policy's. */
    private static Stream<Tracing> tracing(SidecarModel model) {
        var ofCalls = model.legs().stream()
                .map(Leg::handling)
                .flatMap(handling -> handling instanceof Leg.Handling.Http http
                        ? Stream.of(http.terms().told())
                        : Stream.empty());
        var ofRequests = model.inlets().stream()
                .map(Inlet::handling)
                .flatMap(handling -> handling instanceof Inlet.Handling.Http http
                        ? Stream.of(http.terms().told())
                        : Stream.empty());
        return Stream.concat(ofCalls, ofRequests)
                .flatMap(told -> told.tracing().stream())
                .limit(1);
    }

    private static ProxyConfig of(
            SidecarModel model, Function<String, Optional<Resource>> endpoints, Predicate<Resource> inbound) {
        var resources = new ArrayList<>(Outbound.resources(model.legs(), model.zones(), model.addressing(), endpoints));
        Inlets.resources(model.inlets(), model.addressing()).stream()
                .filter(inbound)
                .forEach(resources::add);
        tracing(model).forEach(tracing -> resources.add(Collector.of(tracing, model.addressing())));
        return ProxyConfig.of(resources);
    }
}
