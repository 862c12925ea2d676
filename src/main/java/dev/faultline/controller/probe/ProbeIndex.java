package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.cluster.index.Place;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;
import java.util.stream.Stream;

/** Probes, on every replica: the framework's cache. */
public final class ProbeIndex {
    private final IndexedResourceCache<HealthProbe> cache;

    ProbeIndex(IndexedResourceCache<HealthProbe> cache) {
        this.cache = cache;
    }

    public Stream<HealthProbe> all() {
        return cache.list();
    }

    public Stream<HealthProbe> in(String namespace) {
        return cache.list(namespace);
    }

    Optional<HealthProbe> at(Place place) {
        return cache.get(new ResourceID(place.name(), place.namespace()));
    }
}
