package dev.faultline.gameday.watch;

import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.signal.Watchlist.SteadyCheck;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a run whose steps are over may be judged: what must hold at the end is good, or has had its time. What is judged by
 * thresholds comes back later than the service that it watches.
 */
public final class EndJudge {
    /** Four default periods of a HealthProbe, which needs two to be healthy again. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private EndJudge() {}

    /** @param over when the last step was */
    public static boolean isDue(Watchlist list, Observed observed, Instant over, Instant now) {
        return !now.isBefore(over.plus(PATIENCE))
                || list.checks().stream()
                        .filter(SteadyCheck::isAskedAfter)
                        .map(check -> observed.of(check.key()))
                        .allMatch(track ->
                                track.state() == State.Good && track.lastAt().isAfter(over));
    }
}
