package dev.faultline.gameday.watch;

import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.signal.Watchlist.SteadyCheck;
import dev.faultline.gameday.watch.WellJudge.Settling;
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

    /** @param settling since when the last step is over, and how long what users feel must stay good */
    public static boolean isDue(Watchlist list, Observed observed, Settling settling, Instant now) {
        return !now.isBefore(settling.since().plus(settling.stable()).plus(PATIENCE))
                || (areGood(list, observed, settling.since()) && isStable(list, observed, settling.stable(), now));
    }

    private static boolean areGood(Watchlist list, Observed observed, Instant over) {
        return list.checks().stream()
                .filter(SteadyCheck::isAskedAfter)
                .map(check -> observed.of(check.key()))
                .allMatch(track -> track.state() == State.Good && track.lastAt().isAfter(over));
    }

    /** Else nobody could tell that it has recovered. */
    private static boolean isStable(Watchlist list, Observed observed, Duration stable, Instant now) {
        var sli = observed.of(Watchlist.SLI);
        return list.sli().isEmpty()
                || (sli.state() == State.Good
                        && sli.since()
                                .filter(since -> !since.plus(stable).isAfter(now))
                                .isPresent());
    }
}
