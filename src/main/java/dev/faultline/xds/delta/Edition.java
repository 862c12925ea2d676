package dev.faultline.xds.delta;

import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;

/** One resource as it was at one time. */
public record Edition(ResourceType type, String name, String version) {
    static Edition of(Resource resource) {
        return new Edition(resource.type(), resource.name(), resource.version());
    }
}
