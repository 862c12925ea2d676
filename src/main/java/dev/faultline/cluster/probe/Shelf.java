package dev.faultline.cluster.probe;

import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.cache.Pruning;
import dev.faultline.cluster.cache.Slim;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The labelled Secrets and ConfigMaps of one namespace, and of them no key but those that checks read. */
final class Shelf implements AutoCloseable {
    static final String LABEL = "faultline.dev/probe-credentials";
    static final String VALUE = "true";

    private static final List<String> OF_SECRETS = List.of("username", "password", "ca.crt");
    private static final List<String> OF_CONFIG_MAPS = List.of("ca.crt");

    private static final Pruning<Secret> SECRET = new Pruning<>(
            secret -> {
                secret.setMetadata(Slim.meta(secret.getMetadata()));
                secret.setData(only(OF_SECRETS, secret.getData()));
                secret.setStringData(Map.of());
                return secret;
            },
            Secret::getData);

    private static final Pruning<ConfigMap> CONFIG_MAP = new Pruning<>(
            map -> {
                map.setMetadata(Slim.meta(map.getMetadata()));
                map.setData(only(OF_CONFIG_MAPS, map.getData()));
                map.setBinaryData(Map.of());
                return map;
            },
            ConfigMap::getData);

    private final String namespace;
    private final Cached<Secret> secrets;
    private final Cached<ConfigMap> maps;

    Shelf(KubernetesClient client, String namespace) {
        this.namespace = namespace;
        secrets = new Cached<>(client.secrets().inNamespace(namespace).withLabel(LABEL, VALUE), SECRET, change -> {});
        maps = new Cached<>(
                client.configMaps().inNamespace(namespace).withLabel(LABEL, VALUE), CONFIG_MAP, change -> {});
    }

    private static Map<String, String> only(List<String> keys, @Nullable Map<String, String> full) {
        var kept = new HashMap<String, String>();
        for (var key : keys) {
            if (full != null && full.get(key) != null) {
                kept.put(key, full.get(key));
            }
        }
        return kept;
    }

    void start() {
        secrets.start();
        maps.start();
    }

    boolean isSynced() {
        return secrets.isSynced() && maps.isSynced();
    }

    Optional<Map<String, String>> secret(String name) {
        return secrets.named(namespace, name)
                .map(secret -> secret.getData().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> decoded(entry.getValue()))));
    }

    /** What is no text comes out as some other text, and is of no use then. */
    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    Optional<Map<String, String>> configMap(String name) {
        return maps.named(namespace, name).map(ConfigMap::getData);
    }

    @Override
    public void close() {
        secrets.close();
        maps.close();
    }
}
