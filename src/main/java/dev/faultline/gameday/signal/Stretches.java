package dev.faultline.gameday.signal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A span of time by how a signal stood in it. What is not known for a moment only, between readings that are alike, is no
 * gap: no more could happen in it than between two readings.
 */
final class Stretches {
    private Stretches() {}

    static List<Stretch> of(Track track, Instant from, Instant until) {
        return bridged(whole(track, from, until)).stream()
                .filter(stretch ->
                        stretch.until().isAfter(from) && !stretch.from().isAfter(until))
                .map(stretch -> stretch.within(from, until))
                .toList();
    }

    private static List<Stretch> whole(Track track, Instant from, Instant until) {
        var all = new ArrayList<Stretch>();
        var begin = track.turns().isEmpty() ? until : track.turns().getFirst().from();
        if (from.isBefore(begin)) {
            all.add(new Stretch(from, begin, State.Unknown, "nobody listened yet"));
        }
        for (var index = 0; index < track.turns().size(); index++) {
            var turn = track.turns().get(index);
            var end = index + 1 < track.turns().size()
                    ? track.turns().get(index + 1).from()
                    : heardUntil(track, until);
            all.add(new Stretch(turn.from(), end, turn.state(), turn.message()));
        }
        if (!all.isEmpty() && all.getLast().until().isBefore(until)) {
            all.add(new Stretch(all.getLast().until(), until, State.Unknown, "nobody listened any more"));
        }
        return all;
    }

    /** The last reading holds for as long as no other one was due. */
    private static Instant heardUntil(Track track, Instant until) {
        var due = track.lastAt().plus(Track.LONGEST_PAUSE);
        return due.isBefore(until) ? track.lastAt() : until;
    }

    private static List<Stretch> bridged(List<Stretch> stretches) {
        var all = new ArrayList<Stretch>();
        for (var index = 0; index < stretches.size(); index++) {
            var stretch = stretches.get(index);
            var isBridge = index > 0
                    && index + 1 < stretches.size()
                    && stretch.is(State.Unknown)
                    && stretch.length().compareTo(Track.LONGEST_PAUSE) <= 0
                    && stretches.get(index - 1).is(stretches.get(index + 1).state());
            if (isBridge || (!all.isEmpty() && all.getLast().is(stretch.state()))) {
                var before = all.removeLast();
                all.add(new Stretch(before.from(), stretch.until(), before.state(), before.message()));
            } else {
                all.add(stretch);
            }
        }
        return all;
    }
}
