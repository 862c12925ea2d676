package dev.faultline.gameday.verdict;

import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The times in which users felt something, each until the first window that stayed good for long enough.
 *
 * @param all oldest first
 * @param gap why not all of it is known; empty where it is
 */
record Impacts(List<Impact> all, Optional<String> gap) {
    /** @param end the beginning of the stable window; empty where there was none */
    record Impact(Instant began, Optional<Instant> end) {
        Optional<Duration> length() {
            return end.map(over -> Duration.between(began, over));
        }
    }

    static Impacts of(List<Stretch> sli, Duration stable) {
        var impacts = new ArrayList<Impact>();
        Optional<Instant> open = Optional.empty();
        for (var stretch : sli) {
            if (open.isEmpty() && stretch.is(State.Bad)) {
                open = Optional.of(stretch.from());
            }
            if (open.isPresent() && stretch.is(State.Good) && stretch.length().compareTo(stable) >= 0) {
                impacts.add(new Impact(open.get(), Optional.of(stretch.from())));
                open = Optional.empty();
            }
        }
        open.ifPresent(began -> impacts.add(new Impact(began, Optional.empty())));
        var gap = sli.stream().filter(stretch -> stretch.is(State.Unknown)).findFirst();
        return new Impacts(List.copyOf(impacts), gap.map(Gaps::words));
    }

    /** One that did not end, else the longest: what is measured is the worst that users felt. */
    Optional<Impact> worst() {
        return all.stream()
                .filter(impact -> impact.end().isEmpty())
                .findFirst()
                .or(() -> all.stream()
                        .max(Comparator.comparing(impact -> impact.length().orElseThrow())));
    }
}
