package dev.faultline.gameday.watch;

import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Track;
import dev.faultline.gameday.signal.Watchlist;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether users are served again after a step: what they feel has been good for long enough since it was put back. */
public final class WellJudge {
    private WellJudge() {}

    /**
     * From when on, and for how long.
     *
     * @param since when the fault was put back; where nothing is, when its effect was seen
     * @param stable how long what users feel must stay good
     */
    public record Settling(Instant since, Duration stable) {}

    /** @return what is still waited for; empty where nothing is, or nothing is measured */
    public static Optional<String> judge(Watchlist list, Observed observed, Settling settling, Instant now) {
        if (list.sli().isEmpty()) {
            return Optional.empty();
        }
        var sli = observed.of(Watchlist.SLI);
        var good = sli.state() == State.Good && sli.blindFor(now).isZero();
        if (!good) {
            return Optional.of("sli is " + (sli.state() == State.Bad ? "bad: " : "not known: ") + sli.message());
        }
        return Duration.between(begin(sli, settling.since()), now).compareTo(settling.stable()) >= 0
                ? Optional.empty()
                : Optional.of("sli is good, and not for long enough yet");
    }

    private static Instant begin(Track sli, Instant since) {
        return sli.since().filter(since::isBefore).orElse(since);
    }
}
