package dev.faultline.xds.delta;

import dev.faultline.envoy.Resource;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** When what expires must be sent again. */
final class Heartbeats {
    private static final int PER_TTL = 3;

    private final Map<String, Instant> sent = new HashMap<>();

    void sent(Resource resource, Instant now) {
        sent.remove(resource.name());
        resource.ttl().ifPresent(_ -> sent.put(resource.name(), now));
    }

    void forget(String name) {
        sent.remove(name);
    }

    boolean isDue(Resource resource, Instant now) {
        return (resource.ttl().isPresent() || !sent.isEmpty())
                && next(resource).filter(at -> !at.isAfter(now)).isPresent();
    }

    /** Empty for what does not expire. What the proxy still lets expire is due at once. */
    Optional<Instant> next(Resource resource) {
        var last = Optional.ofNullable(sent.get(resource.name()));
        return resource.ttl()
                .map(ttl -> last.map(at -> at.plus(ttl.dividedBy(PER_TTL))).orElse(Instant.EPOCH))
                .or(() -> last);
    }
}
