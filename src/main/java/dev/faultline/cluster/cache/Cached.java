package dev.faultline.cluster.cache;

import dev.faultline.cluster.index.Index;
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
import org.jspecify.annotations.Nullable;

/** One watched kind: pruned objects, and news of what has changed in them. */
public final class Cached<T extends HasMetadata> implements AutoCloseable {

    /** A change as the states before and after it, one of them when the object has appeared or gone. */
    public record Change(List<HasMetadata> states) {}

    /** Objects per answer when a cache fills, so that it never takes memory for all of them in full. */
    public static final long PAGE = 200;

    private final SharedIndexInformer<T> informer;
    private final Pruning<T> pruning;
    private final Consumer<Change> news;

    public Cached(Informable<T> watched, Pruning<T> pruning, Consumer<Change> news) {
        this(watched, pruning, news, List.of());
    }

    /** @param indexes have every change before it is news */
    public Cached(Informable<T> watched, Pruning<T> pruning, Consumer<Change> news, List<Index<T>> indexes) {
        this.pruning = pruning;
        this.news = news;
        this.informer = watched.withLimit(PAGE).runnableInformer(0);
        informer.itemStore(new Store<>(pruning, indexes));
        informer.exceptionHandler((started, problem) -> true);
        informer.addEventHandler(new Handler());
    }

    public CompletionStage<Void> start() {
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

    private static final class Store<T extends HasMetadata> extends BasicItemStore<T> {
        private final Pruning<T> pruning;
        private final List<Index<T>> indexes;

        Store(Pruning<T> pruning, List<Index<T>> indexes) {
            super(Cache::metaNamespaceKeyFunc);
            this.pruning = pruning;
            this.indexes = indexes;
        }

        @Override
        public @Nullable T put(String key, T object) {
            var kept = pruning.keep().apply(object);
            var before = super.put(key, kept);
            indexes.forEach(index -> index.put(kept));
            return before;
        }

        @Override
        public @Nullable T remove(String key) {
            var before = super.remove(key);
            if (before != null) {
                indexes.forEach(index -> index.remove(before));
            }
            return before;
        }
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
