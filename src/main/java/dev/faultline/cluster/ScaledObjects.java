package dev.faultline.cluster;

import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.index.Index;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** KEDA's ScaledObjects, watched only while the cluster has KEDA's CRD; it may come and go at any time. */
final class ScaledObjects implements AutoCloseable {
    private static final String DEFINITION = "scaledobjects.keda.sh";
    private static final ResourceDefinitionContext CONTEXT = new ResourceDefinitionContext.Builder()
            .withGroup("keda.sh")
            .withVersion("v1alpha1")
            .withKind("ScaledObject")
            .withPlural("scaledobjects")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final Consumer<Cached.Change> news;
    private final Index<GenericKubernetesResource> index;
    private final Cached<CustomResourceDefinition> definition;
    private final AtomicReference<Optional<Cached<GenericKubernetesResource>>> objects =
            new AtomicReference<>(Optional.empty());

    ScaledObjects(KubernetesClient client, Consumer<Cached.Change> news, Index<GenericKubernetesResource> index) {
        this.client = client;
        this.news = news;
        this.index = index;
        this.definition = new Cached<>(
                client.apiextensions().v1().customResourceDefinitions().withName(DEFINITION),
                Prunings.DEFINITION,
                change -> follow());
    }

    CompletionStage<Void> start() {
        return definition.start().thenCompose(nothing -> follow());
    }

    /** Starts or stops the watch, as the definition says. */
    private synchronized CompletionStage<Void> follow() {
        var served = definition.all().anyMatch(ScaledObjects::isServed);
        if (served && objects.get().isEmpty()) {
            var fresh = new Cached<>(
                    client.genericKubernetesResources(CONTEXT).inAnyNamespace(),
                    Prunings.SCALED_OBJECT,
                    news,
                    List.of(index));
            objects.set(Optional.of(fresh));
            return fresh.start();
        }
        if (!served) {
            objects.getAndSet(Optional.empty()).ifPresent(this::forget);
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Each ScaledObject went with its definition: whoever depended on one must look again. */
    private void forget(Cached<GenericKubernetesResource> gone) {
        gone.close();
        gone.all().forEach(index::remove);
        gone.all().forEach(object -> news.accept(new Cached.Change(List.of(object))));
    }

    private static boolean isServed(CustomResourceDefinition definition) {
        return definition.getMetadata().getDeletionTimestamp() == null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    Stream<GenericKubernetesResource> inNamespace(String namespace) {
        return objects.get().stream().flatMap(cached -> cached.inNamespace(namespace));
    }

    boolean isSynced() {
        return definition.isSynced() && objects.get().map(Cached::isSynced).orElse(true);
    }

    @Override
    public void close() {
        definition.close();
        objects.get().ifPresent(Cached::close);
    }
}
