package dev.faultline.controller.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.cluster.index.Place;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;
import java.util.stream.Stream;

/** Game days, on every replica: the framework's cache. */
public final class GameDayIndex {
    private final IndexedResourceCache<GameDay> cache;

    GameDayIndex(IndexedResourceCache<GameDay> cache) {
        this.cache = cache;
    }

    public Stream<GameDay> all() {
        return cache.list();
    }

    Optional<GameDay> at(Place place) {
        return cache.get(new ResourceID(place.name(), place.namespace()));
    }
}
