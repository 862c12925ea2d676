package dev.faultline.cluster.injector;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Namespaces whose new pods are sent to the webhook, and for how long they have been. */
final class Coverage {
    private final Map<String, Long> since = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    void set(Set<String> namespaces) {
        since.keySet().retainAll(namespaces);
        for (var namespace : namespaces) {
            if (since.putIfAbsent(namespace, System.nanoTime()) == null) {
                tell(namespace);
            }
        }
    }

    void tell(String namespace) {
        listeners.forEach(listener -> listener.accept(namespace));
    }

    Optional<Duration> since(String namespace) {
        return Optional.ofNullable(since.get(namespace)).map(start -> Duration.ofNanos(System.nanoTime() - start));
    }
}
