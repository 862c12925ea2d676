package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.Workload;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Policies by what they claim: the framework's cache, asked through an index. */
public record PolicyIndex(IndexedResourceCache<ResiliencePolicy> cache) implements Neighbourhood.Policies {
    private static final String CLAIMS = "claims";

    /** Stands for what a selector may claim: any workload of the namespace. No kind has this name. */
    private static final String ANYTHING = "*";

    /** To be called once per cache, before it is filled. */
    static PolicyIndex over(IndexerResourceCache<ResiliencePolicy> cache) {
        cache.addIndexer(CLAIMS, PolicyIndex::claims);
        return new PolicyIndex(cache);
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

    /** Selectors are tried one by one: a namespace has few, for each claims many workloads. */
    @Override
    public Stream<ResiliencePolicy> claiming(String namespace, Workload.Key key, Map<String, String> labels) {
        var named = cache.byIndex(CLAIMS, word(namespace, key.attachedTo())).stream();
        var selecting = cache.byIndex(CLAIMS, word(namespace, ANYTHING)).stream();
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
