package dev.faultline.policy.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one sidecar has counted of one thing in about the last minute.
 *
 * @param stretches the oldest first, at least one
 */
public record Window<C extends Window.Sum<C>>(List<Stretch<C>> stretches) {
    private static final Duration LENGTH = Duration.ofSeconds(60);
    private static final Duration SHORTEST_STRETCH = Duration.ofSeconds(15);
    private static final double MILLIS = 1000;

    /**
     * What has been counted in a time.
     *
     * @param <C> itself
     */
    interface Sum<C extends Sum<C>> {
        /** The same of both times together. */
        C and(C later);
    }

    /** A part of the window. */
    record Stretch<C extends Sum<C>>(Instant from, Instant to, C counted) {
        boolean isShort() {
            return Duration.between(from, to).compareTo(SHORTEST_STRETCH) < 0;
        }
    }

    /** @param span how long has been counted */
    public static <C extends Sum<C>> Window<C> first(C counted, Instant now, Duration span) {
        return new Window<>(List.of(new Stretch<>(now.minus(span), now, counted)));
    }

    /** @param counted since it was told last */
    public Window<C> next(C counted, Instant now) {
        var result = new ArrayList<Stretch<C>>(stretches.size() + 1);
        stretches.stream()
                .filter(stretch -> stretch.to().isAfter(now.minus(LENGTH)))
                .forEach(result::add);
        if (!result.isEmpty() && result.getLast().isShort()) {
            var last = result.removeLast();
            result.add(new Stretch<>(last.from(), now, last.counted().and(counted)));
        } else {
            result.add(new Stretch<>(stretches.getLast().to(), now, counted));
        }
        return new Window<>(List.copyOf(result));
    }

    double seconds() {
        return Duration.between(stretches.getFirst().from(), stretches.getLast().to())
                        .toMillis()
                / MILLIS;
    }

    C sum() {
        return stretches.stream().map(Stretch::counted).reduce(Sum::and).orElseThrow();
    }
}
