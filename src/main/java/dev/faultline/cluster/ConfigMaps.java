package dev.faultline.cluster;

import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.index.WordIndex;
import dev.faultline.policy.mention.ConfigHosts;
import dev.faultline.policy.mention.Mention;
import dev.faultline.policy.mention.ServiceName;
import dev.faultline.policy.mention.Source;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The hosts in ConfigMaps, and nothing else of them; watched only where the operator is told to read them. */
final class ConfigMaps implements AutoCloseable {
    private final WordIndex<Place, ConfigMap> mentions = new WordIndex<>(
            Place::of,
            map -> ConfigHosts.of(map)
                    .all()
                    .flatMap(mention ->
                            ServiceName.of(mention.host(), map.getMetadata().getNamespace()).stream())
                    .map(name -> new Place(name.namespace(), name.name()))
                    .distinct()
                    .toList());
    private final Optional<Cached<ConfigMap>> maps;

    /** @param read whether any are read */
    ConfigMaps(KubernetesClient client, boolean read, Consumer<Cached.Change> news) {
        maps = read
                ? Optional.of(new Cached<>(
                        client.configMaps().inAnyNamespace(), Prunings.CONFIG_MAP, news, List.of(mentions)))
                : Optional.empty();
    }

    Stream<CompletionStage<Void>> start() {
        return maps.stream().map(Cached::start);
    }

    boolean isSynced() {
        return maps.stream().allMatch(Cached::isSynced);
    }

    Stream<Mention> mentions(String namespace, Source source) {
        return maps.flatMap(cached -> cached.named(namespace, source.configMap())).stream()
                .flatMap(map -> ConfigHosts.of(map).by(source));
    }

    /** Those that mention a Service. */
    Stream<Place> mentioning(Place service) {
        return mentions.under(service).map(Place::of);
    }

    @Override
    public void close() {
        maps.ifPresent(Cached::close);
    }
}
