package dev.faultline.envoy.sidecar;

import dev.faultline.envoy.Outbound;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.inbound.Inlets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

/** From what a sidecar must do to the resources that say so. */
public final class EnvoyConfig {
    private EnvoyConfig() {}

    /** @param endpoints finds the endpoints resource of that name, which proxies share; empty where there is none */
    public static ProxyConfig of(SidecarModel model, Function<String, Optional<Resource>> endpoints) {
        var resources = new ArrayList<>(Outbound.resources(model.legs(), model.zones(), model.addressing(), endpoints));
        resources.addAll(Inlets.resources(model.inlets(), model.addressing()));
        return ProxyConfig.of(resources);
    }
}
