package dev.faultline.xds.delta;

import dev.faultline.envoy.Resource;
import dev.faultline.envoy.reference.KnownMentions;
import dev.faultline.envoy.reference.Mentions;
import java.util.Set;
import java.util.stream.Collectors;

/** Which other resources a proxy would wait for: a cluster for its endpoints, a listener for its routes. Thread-safe. */
public final class References {
    private final KnownMentions known;

    public References(KnownMentions known) {
        this.known = known;
    }

    Set<String> of(Resource resource) {
        return switch (resource.type()) {
            case Cluster, Listener -> waitedFor(known.of(resource));
            case RuntimeLayer, Endpoints, Routes -> Set.of();
        };
    }

    /** What does not parse names nothing; Envoy will say what is wrong with it. */
    private static Set<String> waitedFor(Mentions mentions) {
        return switch (mentions) {
            case Mentions.OfCluster cluster -> cluster.endpoints();
            case Mentions.OfListener listener ->
                listener.chains().stream().map(Mentions.Chain::routes).collect(Collectors.toUnmodifiableSet());
            case Mentions.OfRoutes _, Mentions.OfEndpoints _, Mentions.OfRuntime _, Mentions.Unreadable _ -> Set.of();
        };
    }
}
