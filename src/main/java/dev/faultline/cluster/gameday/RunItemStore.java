package dev.faultline.cluster.gameday;

import dev.faultline.api.gameday.run.GameDayRun;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the framework keeps runs: without the record of who set which field. */
public final class RunItemStore extends BasicItemStore<GameDayRun> {
    /** Made by the framework, by its name in an annotation. */
    public RunItemStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public @Nullable GameDayRun put(String key, GameDayRun run) {
        return super.put(key, pruned(run));
    }

    private static GameDayRun pruned(GameDayRun run) {
        run.getMetadata().setManagedFields(List.of());
        return run;
    }
}
