package dev.faultline.controller;

import dev.faultline.xds.Proxy;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Which pods are about to end for so long that nobody should send them anything new: their sidecars then tell the callers
 * that are left, each with its next answer, to go elsewhere. It is counted from when this replica hears of the end, since
 * clocks differ.
 */
final class Departures {
    /** For as long, Services and ingresses may still send new callers. */
    static final Duration NOTICE = Duration.ofSeconds(5);

    private final Duration notice;
    private final Consumer<Proxy> due;
    private final Set<Proxy> seen = ConcurrentHashMap.newKeySet();
    private final Set<Proxy> gone = ConcurrentHashMap.newKeySet();

    /** @param due told when it is time */
    Departures(Duration notice, Consumer<Proxy> due) {
        this.notice = notice;
        this.due = due;
    }

    void see(Proxy proxy, Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null && seen.add(proxy)) {
            Thread.ofVirtual().name("departure").start(() -> await(proxy));
        }
    }

    private void await(Proxy proxy) {
        try {
            Thread.sleep(notice);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // It may have ended meanwhile.
        if (seen.contains(proxy)) {
            gone.add(proxy);
            due.accept(proxy);
        }
    }

    boolean isDue(Proxy proxy) {
        return gone.contains(proxy);
    }

    void forget(Proxy proxy) {
        seen.remove(proxy);
        gone.remove(proxy);
    }
}
