package dev.faultline.envoy;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that one proxy is to have, by type and name. Proxies that are alike share one, and proxies that are not share the
 * resources that are alike.
 */
public record ProxyConfig(Map<ResourceType, Map<String, Resource>> resources) {

    public static final ProxyConfig EMPTY = of(List.of());

    public static ProxyConfig of(Collection<Resource> resources) {
        var sorted = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
        resources.forEach(resource ->
                sorted.computeIfAbsent(resource.type(), type -> new TreeMap<>()).put(resource.name(), resource));
        return new ProxyConfig(sorted);
    }

    /** The resources of a type, sorted by name. */
    public Map<String, Resource> of(ResourceType type) {
        return resources.getOrDefault(type, Map.of());
    }
}
