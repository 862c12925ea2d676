package dev.faultline.policy.mention;

import dev.faultline.policy.capture.Containers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A ConfigMap that an environment takes values from.
 *
 * @param key empty for all of its keys
 */
public record Source(String configMap, String key) {
    /** Most of one workload. */
    static final int MOST = 16;

    static Stream<Source> of(Container container) {
        var whole = Containers.list(container.getEnvFrom()).stream()
                .map(from -> from.getConfigMapRef())
                .filter(Objects::nonNull)
                .map(map -> new Source(Objects.requireNonNullElse(map.getName(), ""), ""));
        var parts = Containers.list(container.getEnv()).stream()
                .filter(Template::isRead)
                .map(EnvVar::getValueFrom)
                .filter(Objects::nonNull)
                .map(EnvVarSource::getConfigMapKeyRef)
                .filter(Objects::nonNull)
                .map(map -> new Source(
                        Objects.requireNonNullElse(map.getName(), ""), Objects.requireNonNullElse(map.getKey(), "")));
        return Stream.concat(whole, parts).filter(source -> !source.configMap().isEmpty());
    }

    boolean takes(String other) {
        return key.isEmpty() ? Template.isRead(other) : key.equals(other);
    }
}
