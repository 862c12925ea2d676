package dev.faultline.envoy.reference;

import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What resources mention; each version is read once for all proxies. Thread-safe. */
public final class KnownMentions {
    /** Enough for every version in use; what is dropped is read again. */
    private static final int MOST = 16_384;

    private final Map<Edition, Mentions> known = new ConcurrentHashMap<>();

    /** Two types may have the same bytes. */
    private record Edition(ResourceType type, String version) {}

    public Mentions of(Resource resource) {
        var edition = new Edition(resource.type(), resource.version());
        var before = known.get(edition);
        if (before != null) {
            return before;
        }
        var read = Mentions.of(resource);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(edition, read);
        return read;
    }
}
