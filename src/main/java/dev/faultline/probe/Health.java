package dev.faultline.probe;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is known of the health that one probe watches.
 *
 * @param tracks by the name of the check, in the order of the spec
 */
public record Health(Map<String, Track> tracks, Ledger ledger, Outages outages) {

    /** Nothing is known yet. */
    public static Health fresh(Instant now) {
        return new Health(Map.of(), Ledger.empty(now), Outages.NONE);
    }

    /** What is known of a check that is asked for. */
    public Track track(PlannedCheck check) {
        return requireNonNull(tracks.get(check.name()));
    }

    /** The same for the checks that are asked for now: new ones begin, others are forgotten. */
    public Health of(ProbeIntent intent, Instant now) {
        var wanted = new LinkedHashMap<String, Track>();
        intent.checks().forEach(check -> wanted.put(check.name(), tracks.getOrDefault(check.name(), Track.fresh(now))));
        return wanted.keySet().equals(tracks.keySet()) ? this : new Health(wanted, ledger, outages);
    }

    /** The same after one more sample of a check that is asked for. */
    public Health after(String check, Sample sample, ProbeIntent intent) {
        var all = new LinkedHashMap<>(tracks);
        all.computeIfPresent(check, (name, track) -> Judge.judge(track, sample, intent.rules()));
        var critical = critical(all, intent);
        var accounted = ledger.advanced(critical.values(), intent.goals().window());
        all.replaceAll((name, track) -> track.accountedUntil(accounted.until()));
        return new Health(all, accounted, outages.after(critical, sample.at()));
    }

    /** Whether a reader would be told something else than before: that availability moves by itself is not it. */
    public boolean tellsMoreThan(Health before, Rules rules) {
        return !outages.equals(before.outages)
                || ledger.isBlank() != before.ledger.isBlank()
                || !told(rules).equals(before.told(rules));
    }

    private List<Track.Told> told(Rules rules) {
        return tracks.values().stream().map(track -> track.told(rules)).toList();
    }

    /** Checks that weigh for availability. One that this version does not make would leave all of it unknown. */
    private static Map<String, Track> critical(Map<String, Track> tracks, ProbeIntent intent) {
        var critical = new LinkedHashMap<String, Track>();
        for (var check : intent.checks()) {
            var track = tracks.get(check.name());
            if (check.isCritical() && check.isMade() && track != null) {
                critical.put(check.name(), track);
            }
        }
        return critical;
    }
}
