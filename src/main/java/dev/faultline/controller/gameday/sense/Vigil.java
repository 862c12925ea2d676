package dev.faultline.controller.gameday.sense;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.LedgerRow;
import dev.faultline.cluster.index.Place;
import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.Reading;
import dev.faultline.gameday.signal.Signal;
import dev.faultline.gameday.signal.Track;
import dev.faultline.gameday.signal.Watchlist;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One run that is listened to, and all that was heard. */
final class Vigil {
    private final Place run;
    private final Map<String, Signal> signals;
    private final Map<String, Track> tracks = new ConcurrentHashMap<>();
    private volatile Map<String, Integer> originals = Map.of();

    Vigil(Place run, Watchlist list, Observed known, Instant now) {
        this.run = run;
        this.signals = list.signals();
        signals.keySet()
                .forEach(name -> tracks.put(
                        name,
                        Optional.ofNullable(known.tracks().get(name))
                                .map(track -> track.resumed(now))
                                .orElseGet(() -> Track.fresh(now))));
    }

    Place run() {
        return run;
    }

    Map<String, Signal> signals() {
        return signals;
    }

    Track track(String name) {
        return tracks.getOrDefault(name, Track.UNHEARD);
    }

    /** In the order of the list. */
    Observed observed() {
        var all = new LinkedHashMap<String, Track>();
        signals.keySet().forEach(name -> all.put(name, track(name)));
        return new Observed(all);
    }

    /** @return whether it has turned */
    boolean hear(String name, Function<Track, List<Reading>> readings) {
        var before = track(name);
        var after = tracks.compute(name, (_, track) -> {
            var heard = Objects.requireNonNullElse(track, Track.UNHEARD);
            for (var reading : readings.apply(heard)) {
                heard = heard.after(reading);
            }
            return heard;
        });
        return !after.turns().equals(before.turns());
    }

    /** What the run has scaled down wants as many pods as before, whatever its spec says meanwhile. */
    void remember(GameDayRun resource) {
        var found = new LinkedHashMap<String, Integer>();
        var status = resource.getStatus();
        if (status != null && status.ledger() != null) {
            status.ledger().stream()
                    .filter(Vigil::isScaled)
                    .forEach(row ->
                            found.merge(Objects.requireNonNullElse(row.workload(), ""), replicas(row), Math::max));
        }
        originals = found;
    }

    private static boolean isScaled(LedgerRow row) {
        return row.verb() == LedgerRow.Verb.Scale
                && switch (row.state()) {
                    case Planned, Intended, Applied, Unknown, RevertFailed -> true;
                    case Held, Missed, Refused, Reverted, Superseded, NotRun -> false;
                };
    }

    private static int replicas(LedgerRow row) {
        var text = Objects.requireNonNullElse(row.original(), "");
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** Pods that a workload had before the run scaled it; 0 where it did not. */
    int original(String workload) {
        return originals.getOrDefault(workload, 0);
    }
}
