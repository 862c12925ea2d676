package dev.faultline.cluster;

import dev.faultline.cluster.Prunings.Pruning;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One watched kind: pruned objects, and news of what has changed in them. */
public final class Cached<T extends HasMetadata> implements AutoCloseable {

    /** A change as the states before and after it, one of them when the object has appeared or gone. */
    public record Change(List<HasMetadata> states) {}

    private final SharedIndexInformer<T> informer;
    private final Pruning<T> pruning;
    private final Consumer<Change> news;

    Cached(Informable<T> watched, Pruning<T> pruning, Consumer<Change> news) {
        this.pruning = pruning;
        this.news = news;
        this.informer = watched.runnableInformer(0);
        informer.itemStore(new BasicItemStore<>(Cache::metaNamespaceKeyFunc) {
            @Override
            public T put(String key, T object) {
                return super.put(key, pruning.keep().apply(object));
            }
        });
        informer.exceptionHandler((started, problem) -> true);
        informer.addEventHandler(new Handler());
    }

    CompletionStage<Void> start() {
        return informer.start();
    }

    public boolean isSynced() {
        return informer.hasSynced();
    }

    public Stream<T> all() {
        return informer.getStore().list().stream();
    }

    public Stream<T> inNamespace(String namespace) {
        return informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream();
    }

    /** @param namespace empty for a kind without namespaces */
    public Optional<T> named(String namespace, String name) {
        return Optional.ofNullable(informer.getStore().getByKey(Cache.namespaceKeyFunc(namespace, name)));
    }

    @Override
    public void close() {
        informer.stop();
    }

    private final class Handler implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            news.accept(new Change(List.of(pruning.keep().apply(object))));
        }

        @Override
        public void onUpdate(T before, T after) {
            var kept = pruning.keep().apply(after);
            if (pruning.isNews(before, kept)) {
                news.accept(new Change(List.of(before, kept)));
            }
        }

        @Override
        public void onDelete(T object, boolean stateUnknown) {
            news.accept(new Change(List.of(pruning.keep().apply(object))));
        }
    }
}
