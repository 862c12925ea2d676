package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.traffic.Dependency;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.index.Place;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.Workload;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Policies by what they claim and by the Services that they name: the framework's cache, asked by their names. Its own index would not do: at each change it
 * drops a policy from under its words before it puts it back, and who asks in between finds that there is none.
 */
public final class PolicyIndex implements Neighbourhood.Policies {
    private static final String CLAIMS = "claims";

    /** Stands for what a selector may claim: any workload of the namespace. No kind has this name. */
    private static final String ANYTHING = "*";

    private final IndexedResourceCache<ResiliencePolicy> cache;

    /** All that are under a word, and some that no longer are: what is read is looked at. */
    private final Map<String, Set<ResourceID>> names = new ConcurrentHashMap<>();

    private PolicyIndex(IndexedResourceCache<ResiliencePolicy> cache) {
        this.cache = cache;
    }

    /** To be called once per cache, before it is filled. */
    static PolicyIndex over(IndexerResourceCache<ResiliencePolicy> cache) {
        var index = new PolicyIndex(cache);
        cache.addIndexer(CLAIMS, index::note);
        return index;
    }

    /** Called by the cache, for each new state that it has. */
    private List<String> note(ResiliencePolicy policy) {
        Stream.concat(claims(policy).stream(), services(policy))
                .forEach(word -> note(word, ResourceID.fromResource(policy)));
        return List.of();
    }

    private void note(String word, ResourceID name) {
        names.computeIfAbsent(word, _ -> ConcurrentHashMap.newKeySet()).add(name);
    }

    private Stream<ResiliencePolicy> under(String word) {
        return names.getOrDefault(word, Set.of()).stream().flatMap(name -> under(word, name).stream());
    }

    private Optional<ResiliencePolicy> under(String word, ResourceID name) {
        var found = claiming(word, name);
        if (found.isEmpty()) {
            names.getOrDefault(word, Set.of()).remove(name);
            // It may have come under the word just before that.
            found = claiming(word, name);
            found.ifPresent(_ -> note(word, name));
        }
        return found;
    }

    private Optional<ResiliencePolicy> claiming(String word, ResourceID name) {
        return cache.get(name)
                .filter(policy ->
                        claims(policy).contains(word) || services(policy).anyMatch(word::equals));
    }

    private static Stream<String> services(ResiliencePolicy policy) {
        var own = policy.getMetadata().getNamespace();
        return Objects.requireNonNullElse(policy.getSpec().dependencies(), List.<Dependency>of()).stream()
                .map(Dependency::serviceRef)
                .filter(Objects::nonNull)
                .map(service -> service(Objects.requireNonNullElse(service.namespace(), own), service.name()))
                .distinct();
    }

    private static List<String> claims(ResiliencePolicy policy) {
        var namespace = policy.getMetadata().getNamespace();
        return switch (Claimant.of(policy).claim()) {
            case Claimant.Claim.Named(var keys) ->
                keys.stream().map(key -> word(namespace, key.attachedTo())).toList();
            case Claimant.Claim.Selected _ -> List.of(word(namespace, ANYTHING));
        };
    }

    private static String word(String namespace, String claimed) {
        return namespace + "/" + claimed;
    }

    /** No namespace has a blank in its name. */
    private static String service(String namespace, String name) {
        return "service " + namespace + "/" + name;
    }

    /** Policies of any namespace with a dependency on that Service. */
    Stream<ResiliencePolicy> naming(Place service) {
        return under(service(service.namespace(), service.name()));
    }

    /** Selectors are tried one by one: a namespace has few, for each claims many workloads. */
    @Override
    public Stream<ResiliencePolicy> claiming(String namespace, Workload.Key key, Map<String, String> labels) {
        var named = under(word(namespace, key.attachedTo()));
        var selecting = under(word(namespace, ANYTHING));
        return Stream.concat(named, selecting)
                .filter(policy -> Claimant.of(policy).claims(key, labels));
    }

    @Override
    public Stream<ResiliencePolicy> in(String namespace) {
        return cache.list(namespace);
    }

    Stream<ResiliencePolicy> all() {
        return cache.list();
    }

    Optional<ResiliencePolicy> named(String namespace, String name) {
        return cache.get(new ResourceID(name, namespace));
    }
}
