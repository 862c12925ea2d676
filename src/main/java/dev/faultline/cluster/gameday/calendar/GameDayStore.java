package dev.faultline.cluster.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the framework keeps game days: without the record of who set which field. */
public final class GameDayStore extends BasicItemStore<GameDay> {
    /** Made by the framework, by its name in an annotation. */
    public GameDayStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public @Nullable GameDay put(String key, GameDay day) {
        day.getMetadata().setManagedFields(List.of());
        return super.put(key, day);
    }
}
