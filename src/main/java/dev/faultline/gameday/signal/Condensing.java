package dev.faultline.gameday.signal;

import dev.faultline.gameday.signal.Track.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Fewer turns where there are too many: the shortest time between two that are no better is taken for what was before it. So
 * the first turn to bad, and the last one to good, stay what they are, and nothing bad is lost.
 */
final class Condensing {
    private Condensing() {}

    static List<Turn> condensed(List<Turn> turns) {
        var all = new ArrayList<>(turns);
        while (all.size() > Track.MOST_TURNS) {
            var shortest = shortest(all);
            all.remove(shortest);
            if (all.get(shortest).state() == all.get(shortest - 1).state()) {
                all.remove(shortest);
            }
        }
        return List.copyOf(all);
    }

    /** Of more than five turns one is always no worse than both beside it, since there are three states. */
    private static int shortest(List<Turn> turns) {
        var found = 1;
        var length = Duration.ofSeconds(Long.MAX_VALUE);
        for (var index = 1; index + 1 < turns.size(); index++) {
            var state = turns.get(index).state();
            var span = Duration.between(
                    turns.get(index).from(), turns.get(index + 1).from());
            if (state.compareTo(turns.get(index - 1).state()) < 0
                    && state.compareTo(turns.get(index + 1).state()) < 0
                    && span.compareTo(length) < 0) {
                found = index;
                length = span;
            }
        }
        return found;
    }
}
