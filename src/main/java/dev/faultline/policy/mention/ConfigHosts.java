package dev.faultline.policy.mention;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is read of a ConfigMap.
 *
 * @param byKey hosts in the value of each key that has some
 */
public record ConfigHosts(Map<String, List<Mention>> byKey) {
    /** Where a ConfigMap that has been pruned keeps what was read of it: no manifest can hold a value of this type. */
    private static final String KEPT = "read";

    public static ConfigHosts of(ConfigMap map) {
        var kept = map.getAdditionalProperties() == null
                ? null
                : map.getAdditionalProperties().get(KEPT);
        return kept instanceof ConfigHosts read ? read : read(map);
    }

    /** Keeps it on a ConfigMap that keeps nothing else of its data. */
    public void keepOn(ConfigMap pruned) {
        pruned.setAdditionalProperties(byKey.isEmpty() ? Map.of() : Map.of(KEPT, this));
    }

    private static ConfigHosts read(ConfigMap map) {
        var byKey = new TreeMap<String, List<Mention>>();
        if (map.getData() != null) {
            map.getData().forEach((key, text) -> {
                var mentions = new Mentions();
                if (text != null && byKey.size() < Mentions.MOST) {
                    mentions.read(text);
                }
                if (!mentions.found().isEmpty()) {
                    byKey.put(key, List.copyOf(mentions.found()));
                }
            });
        }
        return new ConfigHosts(Map.copyOf(byKey));
    }

    public Stream<Mention> all() {
        return byKey.values().stream().flatMap(List::stream);
    }

    /** Those that an environment gets that takes its values from there. */
    public Stream<Mention> by(Source source) {
        return byKey.entrySet().stream()
                .filter(entry -> source.takes(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> entry.getValue().stream());
    }
}
