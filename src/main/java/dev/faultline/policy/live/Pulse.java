package dev.faultline.policy.live;

import java.time.Duration;
import java.time.Instant;

/**
 * One dependency as one sidecar has told of it. Gets worse at once, and better only after it was better for a while: a
 * breaker that opens and closes with each call would be a flood of news.
 *
 * @param standing as it is shown
 * @param asBad when it last was as bad as that
 * @param unusable whether no endpoint was usable when it last told
 * @param window of the calls
 */
public record Pulse(
        Standing standing, Instant asBad, boolean unusable, int endpoints, int ejected, Window<Tally.Calls> window) {
    /** What is better must have been better for so long. */
    static final Duration HOLD = Duration.ofSeconds(15);

    /** @param span how long the first tally has counted */
    public static Pulse first(Tally tally, Instant now, Duration span) {
        return new Pulse(
                judge(tally, false),
                now,
                tally.usable() == 0,
                tally.endpoints(),
                tally.ejected(),
                Window.first(tally.made(), now, span));
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
                window.next(tally.made(), now));
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

    public Reading reading() {
        var made = window.sum();
        return new Reading(standing, endpoints, ejected, window.seconds(), made.calls(), made.errors(), made.retries());
    }
}
