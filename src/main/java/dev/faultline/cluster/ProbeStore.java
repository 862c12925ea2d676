package dev.faultline.cluster;

import dev.faultline.api.HealthProbe;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import org.jspecify.annotations.Nullable;

/** Where the framework keeps probes: without the record of who set which field. */
public final class ProbeStore extends BasicItemStore<HealthProbe> {
    /** Made by the framework, by its name in an annotation. */
    public ProbeStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public @Nullable HealthProbe put(String key, HealthProbe probe) {
        return super.put(key, Prunings.PROBE.apply(probe));
    }
}
