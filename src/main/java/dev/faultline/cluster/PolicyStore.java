package dev.faultline.cluster;

import dev.faultline.api.ResiliencePolicy;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import org.jspecify.annotations.Nullable;

/** Where the framework keeps policies: without the record of who set which field, which is larger than all the rest. */
public final class PolicyStore extends BasicItemStore<ResiliencePolicy> {
    /** Made by the framework, by its name in an annotation. */
    public PolicyStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public @Nullable ResiliencePolicy put(String key, ResiliencePolicy policy) {
        return super.put(key, Prunings.POLICY.apply(policy));
    }
}
