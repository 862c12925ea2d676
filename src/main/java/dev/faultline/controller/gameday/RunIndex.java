package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.Phase;
import dev.faultline.cluster.index.Place;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs, on every replica: the framework's cache. */
public final class RunIndex {
    private final IndexedResourceCache<GameDayRun> cache;

    RunIndex(IndexedResourceCache<GameDayRun> cache) {
        this.cache = cache;
    }

    public Stream<GameDayRun> all() {
        return cache.list();
    }

    public Stream<GameDayRun> in(String namespace) {
        return cache.list(namespace);
    }

    Optional<GameDayRun> at(Place place) {
        return cache.get(new ResourceID(place.name(), place.namespace()));
    }

    /** Whether a run is not over, as far as this replica knows. */
    public static boolean isLive(GameDayRun run) {
        return run.getStatus() == null || run.getStatus().phase() != Phase.Complete;
    }
}
