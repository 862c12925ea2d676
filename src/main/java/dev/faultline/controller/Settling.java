package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** How long until new pods of a policy get what it says for sure, whichever replica and API server sees to them. */
final class Settling {
    /** After which they all know of a policy and of the webhook. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final Function<String, Optional<Duration>> injecting;
    private final Map<String, Seen> generations = new ConcurrentHashMap<>();

    /** @param injecting for how long the new pods of a namespace have been sent to the webhook; empty when they are not */
    Settling(Function<String, Optional<Duration>> injecting) {
        this.injecting = injecting;
    }

    private record Seen(long generation, long nanoTime) {}

    /** Not positive when it is over; empty while nobody knows when it will be, since there is no webhook. */
    Optional<Duration> left(ResiliencePolicy policy) {
        var metadata = policy.getMetadata();
        var now = System.nanoTime();
        var seen = generations.compute(
                metadata.getUid(),
                (_, before) -> before != null && before.generation() == metadata.getGeneration()
                        ? before
                        : new Seen(metadata.getGeneration(), now));
        var known = Duration.ofNanos(now - seen.nanoTime());
        return injecting
                .apply(metadata.getNamespace())
                .map(span -> SETTLED.minus(known.compareTo(span) < 0 ? known : span));
    }

    void forget(ResiliencePolicy policy) {
        generations.remove(policy.getMetadata().getUid());
    }
}
