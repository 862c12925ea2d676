package dev.faultline.gameday.watch;

import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Track;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.signal.Watchlist.StopRule;
import java.time.Instant;
import java.util.Optional;

/** Whether a run must stop: at the first bad reading, and where nobody can tell for longer than a moment. */
public final class StopJudge {
    private StopJudge() {}

    /** @return the stop condition that is met, in words */
    public static Optional<String> judge(Watchlist list, Observed observed, Instant now) {
        return list.stops().stream()
                .flatMap(stop -> met(stop, observed.of(stop.key()), now).stream())
                .findFirst();
    }

    private static Optional<String> met(StopRule stop, Track track, Instant now) {
        if (track.state() == State.Bad) {
            return Optional.of("stop condition " + stop.name() + " is met: " + track.message());
        }
        return track.blindFor(now).compareTo(Track.LONGEST_PAUSE) > 0
                ? Optional.of(
                        "stop condition " + stop.name() + " cannot be told, so nothing is risked: " + track.message())
                : Optional.empty();
    }
}
