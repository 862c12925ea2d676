package dev.faultline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.TargetKind;
import dev.faultline.cluster.index.Place;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.impl.cache.CacheImpl;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyIndexTest {
    private static final int CHANGES = 20_000;
    private static final Workload.Key WEB = new Workload.Key(TargetKind.Deployment, "web");
    private static final Workload.Key API = new Workload.Key(TargetKind.Deployment, "api");

    private final CacheImpl<ResiliencePolicy> items = new CacheImpl<>();
    private final PolicyIndex index = PolicyIndex.over(new Framework(items));

    /** The framework's cache, over the very one that its informers fill. */
    private record Framework(CacheImpl<ResiliencePolicy> items) implements IndexerResourceCache<ResiliencePolicy> {
        @Override
        public void addIndexers(Map<String, Function<ResiliencePolicy, List<String>>> indexers) {
            items.addIndexers(indexers);
        }

        @Override
        public List<ResiliencePolicy> byIndex(String name, String key) {
            return items.byIndex(name, key);
        }

        @Override
        public Optional<ResiliencePolicy> get(ResourceID id) {
            return Optional.ofNullable(
                    items.getByKey(Cache.namespaceKeyFunc(id.getNamespace().orElse(""), id.getName())));
        }

        @Override
        public Stream<ResourceID> keys() {
            return items.list().stream().map(ResourceID::fromResource);
        }

        @Override
        public Stream<ResiliencePolicy> list(Predicate<ResiliencePolicy> predicate) {
            return items.list().stream().filter(predicate);
        }

        @Override
        public Stream<ResiliencePolicy> list(String namespace, Predicate<ResiliencePolicy> predicate) {
            return list(policy -> policy.getMetadata().getNamespace().equals(namespace))
                    .filter(predicate);
        }
    }

    private static ResiliencePolicy policy(String target, int version) {
        return Serialization.unmarshal("""
                apiVersion: faultline.dev/v1alpha1
                kind: ResiliencePolicy
                metadata: {name: web, namespace: shop, uid: a, resourceVersion: "%d"}
                spec: {%s}
                """.formatted(version, target), ResiliencePolicy.class);
    }

    private static ResiliencePolicy of(String workload) {
        return policy("targetRefs: [{kind: Deployment, name: " + workload + "}]", 1);
    }

    private Stream<String> claiming(Workload.Key key) {
        return index.claiming("shop", key, Map.of("team", "shop"))
                .map(policy -> policy.getMetadata().getName());
    }

    @Test
    void aPolicyIsFoundByWhatItClaims() {
        items.put(of("web"));

        assertThat(claiming(WEB)).containsExactly("web");
        assertThat(claiming(API)).isEmpty();
    }

    @Test
    void aPolicyThatClaimsSomethingElseNowIsFoundByThatAlone() {
        items.put(of("web"));
        items.put(of("api"));

        assertThat(claiming(WEB)).isEmpty();
        assertThat(claiming(API)).containsExactly("web");

        items.put(of("web"));

        assertThat(claiming(WEB)).containsExactly("web");
        assertThat(claiming(API)).isEmpty();
    }

    @Test
    void aPolicyIsFoundByTheServicesThatItNamesNow() {
        var target =
                "targetRefs: [{kind: Deployment, name: web}], dependencies: [{name: d, serviceRef: {%s, port: 80}}]";

        items.put(policy(target.formatted("name: stock"), 1));
        assertThat(index.naming(new Place("shop", "stock"))).hasSize(1);
        assertThat(index.naming(new Place("back", "stock"))).isEmpty();

        items.put(policy(target.formatted("namespace: back, name: stock"), 2));
        assertThat(index.naming(new Place("shop", "stock"))).isEmpty();
        assertThat(index.naming(new Place("back", "stock"))).hasSize(1);
        assertThat(claiming(WEB)).containsExactly("web");
    }

    @Test
    void aPolicyThatIsGoneIsNotFoundUntilItIsBack() {
        items.put(of("web"));
        items.remove(of("web"));

        assertThat(claiming(WEB)).isEmpty();

        items.put(of("web"));

        assertThat(claiming(WEB)).containsExactly("web");
    }

    /** Each change of its status is one, and who asks meanwhile must not find that nobody governs the workload. */
    @Test
    void aPolicyIsThereWhileItChanges() {
        var selecting = "targetSelector: {matchLabels: {team: shop}}";
        items.put(policy(selecting, 0));

        var changes = CompletableFuture.runAsync(() -> {
            var states = List.of(policy(selecting, 1), policy(selecting, 2));
            for (var change = 0; change < CHANGES; change++) {
                items.put(states.get(change % 2));
            }
        });

        while (!changes.isDone()) {
            assertThat(claiming(WEB)).containsExactly("web");
        }
        changes.join();
    }
}
