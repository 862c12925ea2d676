package dev.faultline.envoy.reference;

import dev.faultline.envoy.Faults;
import dev.faultline.envoy.HealthSwitch;
import dev.faultline.envoy.ResourceType;
import dev.faultline.envoy.reference.Mentions.OfCluster;
import dev.faultline.envoy.reference.Mentions.OfEndpoints;
import dev.faultline.envoy.reference.Mentions.OfListener;
import dev.faultline.envoy.reference.Mentions.OfRoutes;
import dev.faultline.envoy.reference.Mentions.OfRuntime;
import dev.faultline.envoy.reference.Mentions.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The look at one configuration: each name that a resource mentions is held against what the others have. */
final class Look {
    private final Map<ResourceType, Map<String, Mentions>> all;
    private final Set<String> addresses = new HashSet<>();
    private final Map<String, String> switches = new HashMap<>();

    Look(Map<ResourceType, Map<String, Mentions>> all) {
        this.all = all;
        of(ResourceType.Listener).values().forEach(mentions -> {
            if (mentions instanceof OfListener listener) {
                addresses.add(listener.address());
            }
        });
        of(ResourceType.Routes).values().forEach(mentions -> {
            if (mentions instanceof OfRoutes routes) {
                switches.putAll(routes.switches());
            }
        });
    }

    List<Problem> problems() {
        var problems = new ArrayList<Problem>();
        all.forEach((type, resources) -> resources.forEach((name, mentions) ->
                messages(mentions).forEach(message -> problems.add(new Problem(type, name, message)))));
        return List.copyOf(problems);
    }

    private Map<String, Mentions> of(ResourceType type) {
        return all.getOrDefault(type, Map.of());
    }

    private List<String> messages(Mentions mentions) {
        var messages = new ArrayList<>(mentions.wrong());
        switch (mentions) {
            case OfListener listener -> look(listener, messages);
            case OfRoutes routes -> look(routes, messages);
            case OfCluster cluster -> look(cluster, messages);
            case OfEndpoints endpoints -> lookAtPlaces(endpoints.checkedAt(), messages);
            case OfRuntime layer -> lookAtKeys(layer.keys(), messages);
            case Unreadable _ -> {}
        }
        return messages;
    }

    private void look(OfListener listener, List<String> messages) {
        lookFor(ResourceType.Cluster, listener.clusters(), messages);
        lookAtKeys(listener.keys(), messages);
        for (var chain : listener.chains()) {
            lookFor(ResourceType.Routes, Set.of(chain.routes()), messages);
            if (of(ResourceType.Routes).get(chain.routes()) instanceof OfRoutes routes) {
                missing(routes.filters(), chain.filters())
                        .forEach(filter -> messages.add("its routes have settings for HTTP filter " + filter
                                + ", which it does not have; Envoy would leave them out"));
            }
        }
    }

    private void look(OfRoutes routes, List<String> messages) {
        lookFor(ResourceType.Cluster, routes.clusters(), messages);
        lookAtKeys(routes.keys(), messages);
        new TreeMap<>(routes.switches()).forEach((path, key) -> {
            if (!key.equals(HealthSwitch.dependencyKey(path.substring(1)))) {
                messages.add("path " + path + " is switched by runtime key " + key + ", another dependency's");
            }
        });
    }

    private void look(OfCluster cluster, List<String> messages) {
        lookFor(ResourceType.Endpoints, cluster.endpoints(), messages);
        lookAtPlaces(cluster.checkedAt(), messages);
        missing(cluster.checks(), switches.keySet())
                .forEach(path -> messages.add("its health checks ask for path " + path + ", which nothing switches"));
    }

    private void lookFor(ResourceType type, Set<String> names, List<String> messages) {
        missing(names, of(type).keySet())
                .forEach(name -> messages.add("it refers to " + type + " " + name + ", which is not there"));
    }

    private void lookAtPlaces(Set<String> places, List<String> messages) {
        missing(places, addresses)
                .forEach(place ->
                        messages.add("its endpoints are checked at " + place + ", where the sidecar does not listen"));
    }

    /** Whether anything reads a key that is switched is not asked: a fault on what is bypassed now must not block that. */
    private static void lookAtKeys(Set<String> keys, List<String> messages) {
        keys.stream()
                .filter(key -> !Faults.isKey(key))
                .sorted()
                .forEach(key -> messages.add("runtime key " + key + " is no name of a fault"));
    }

    private static List<String> missing(Collection<String> wanted, Collection<String> there) {
        return wanted.stream().filter(word -> !there.contains(word)).sorted().toList();
    }
}
