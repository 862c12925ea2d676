package dev.faultline.policy.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One dependency as one sidecar has told of it. Gets worse at once, and better only after it was better for a while: a
 * breaker that opens and closes with each call would be a flood of news.
 *
 * @param standing as it is shown
 * @param asBad when it last was as bad as that
 * @param unusable whether no endpoint was usable when it last told
 * @param stretches of about the last minute, the oldest first
 */
public record Pulse(
        Standing standing, Instant asBad, boolean unusable, int endpoints, int ejected, List<Stretch> stretches) {
    /** What is better must have been better for so long. */
    static final Duration HOLD = Duration.ofSeconds(15);

    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration SHORTEST_STRETCH = Duration.ofSeconds(15);
    private static final double MILLIS = 1000;

    /** A part of the window. */
    record Stretch(Instant from, Instant to, long calls, long errors, long retries) {
        boolean isShort() {
            return Duration.between(from, to).compareTo(SHORTEST_STRETCH) < 0;
        }

        Stretch and(Tally tally, Instant now) {
            return new Stretch(from, now, calls + tally.calls(), errors + tally.errors(), retries + tally.retries());
        }
    }

    /** @param span how long the first tally has counted */
    public static Pulse first(Tally tally, Instant now, Duration span) {
        return new Pulse(
                judge(tally, false),
                now,
                tally.usable() == 0,
                tally.endpoints(),
                tally.ejected(),
                List.of(new Stretch(now.minus(span), now, tally.calls(), tally.errors(), tally.retries())));
    }

    public Pulse next(Tally tally, Instant now) {
        var judged = judge(tally, unusable);
        var held = judged.compareTo(standing) < 0 && now.isBefore(asBad.plus(HOLD));
        return new Pulse(
                held ? standing : judged,
                held ? asBad : now,
                tally.usable() == 0,
                tally.endpoints(),
                held ? Math.max(ejected, tally.ejected()) : tally.ejected(),
                stretched(tally, now));
    }

    /**
     * A sidecar that has just started has called no endpoint usable yet; where nobody calls, it is given the time until it
     * tells again.
     */
    private static Standing judge(Tally tally, boolean unusableBefore) {
        if (tally.usable() == 0 && (unusableBefore || tally.errors() > 0)) {
            return Standing.Empty;
        }
        if (tally.refused() > 0) {
            return Standing.Full;
        }
        return tally.ejected() > 0 ? Standing.Partial : Standing.Closed;
    }

    private List<Stretch> stretched(Tally tally, Instant now) {
        var result = new ArrayList<Stretch>(stretches.size() + 1);
        stretches.stream()
                .filter(stretch -> stretch.to().isAfter(now.minus(WINDOW)))
                .forEach(result::add);
        var last = Optional.of(result).filter(kept -> !kept.isEmpty()).map(List::getLast);
        if (last.isPresent() && last.get().isShort()) {
            result.set(result.size() - 1, last.get().and(tally, now));
        } else {
            var from = stretches.getLast().to();
            result.add(new Stretch(from, now, tally.calls(), tally.errors(), tally.retries()));
        }
        return List.copyOf(result);
    }

    public Reading reading() {
        var span = Duration.between(
                stretches.getFirst().from(), stretches.getLast().to());
        return new Reading(
                standing,
                endpoints,
                ejected,
                span.toMillis() / MILLIS,
                stretches.stream().mapToLong(Stretch::calls).sum(),
                stretches.stream().mapToLong(Stretch::errors).sum(),
                stretches.stream().mapToLong(Stretch::retries).sum());
    }
}
