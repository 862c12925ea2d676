package dev.faultline.controller;

import dev.faultline.xds.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which proxies depend on what, so that a change is asked of those alone. */
final class Interests {
    private final Map<Object, Set<Proxy>> byTopic = new ConcurrentHashMap<>();
    private final Map<Proxy, Set<Object>> byProxy = new ConcurrentHashMap<>();

    /** @param topics all that the proxy depends on from now on */
    synchronized void set(Proxy proxy, Set<Object> topics) {
        var before = byProxy.put(proxy, topics);
        topics.forEach(topic -> byTopic.computeIfAbsent(topic, _ -> ConcurrentHashMap.newKeySet())
                .add(proxy));
        if (before != null) {
            before.stream().filter(topic -> !topics.contains(topic)).forEach(topic -> drop(topic, proxy));
        }
    }

    synchronized void forget(Proxy proxy) {
        var before = byProxy.remove(proxy);
        if (before != null) {
            before.forEach(topic -> drop(topic, proxy));
        }
    }

    private void drop(Object topic, Proxy proxy) {
        byTopic.computeIfPresent(topic, (_, proxies) -> {
            proxies.remove(proxy);
            return proxies.isEmpty() ? null : proxies;
        });
    }

    Stream<Proxy> in(Object topic) {
        return byTopic.getOrDefault(topic, Set.of()).stream();
    }

    Stream<Proxy> all() {
        return byProxy.keySet().stream();
    }
}
