package dev.faultline.envoy.reference;

import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at whole configurations for names that lead nowhere. Thread-safe. */
public final class ReferenceCheck {
    private final KnownMentions known;

    public ReferenceCheck(KnownMentions known) {
        this.known = known;
    }

    /** Empty when each name leads somewhere. */
    public List<Problem> of(ProxyConfig config) {
        var mentions = new EnumMap<ResourceType, Map<String, Mentions>>(ResourceType.class);
        config.resources().forEach((type, resources) -> mentions.put(type, read(resources)));
        return new Look(mentions).problems();
    }

    private Map<String, Mentions> read(Map<String, Resource> resources) {
        var mentions = new TreeMap<String, Mentions>();
        resources.forEach((name, resource) -> mentions.put(name, known.of(resource)));
        return mentions;
    }
}
