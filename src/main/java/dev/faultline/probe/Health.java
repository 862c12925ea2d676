package dev.faultline.probe;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that is known of the health that one probe watches.
 *
 * @param tracks by the name of the check, in the order of the spec; each followed by the rows of entries that pods tell
 */
public record Health(Map<String, Track> tracks, Ledger ledger, Outages outages, Remarks remarks) {
    private static final char ENTRY = '/';

    public Health(Map<String, Track> tracks, Ledger ledger, Outages outages) {
        this(tracks, ledger, outages, Remarks.NONE);
    }

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
        intent.checks().forEach(check -> {
            wanted.put(check.name(), tracks.getOrDefault(check.name(), Track.fresh(now)));
            if (check.aim() instanceof Aim.EachPod) {
                wanted.putAll(entries(check.name()));
            }
        });
        return wanted.keySet().equals(tracks.keySet()) ? this : new Health(wanted, ledger, outages, remarks);
    }

    /** The rows of entries that hang on a check, by their names. */
    public Map<String, Track> entries(String check) {
        var entries = new LinkedHashMap<String, Track>();
        tracks.forEach((name, track) -> {
            if (name.startsWith(check + ENTRY)) {
                entries.put(name, track);
            }
        });
        return entries;
    }

    /** The same where it is known what has brought about the incident that lasts. */
    public Health causedBy(String cause) {
        return new Health(tracks, ledger, outages.causedBy(cause), remarks);
    }

    /** The same with other remarks. */
    public Health with(Remarks others) {
        return new Health(tracks, ledger, outages, others);
    }

    /**
     * The same after one more sample of a check that is asked for and of the rows that hang on it; a row that is not
     * among them is there no more.
     *
     * @param rows by name, the check's own among them
     */
    public Health after(String check, Map<String, Answer> rows, Instant at, ProbeIntent intent) {
        var all = new LinkedHashMap<String, Track>();
        tracks.forEach((name, track) -> {
            if (!name.startsWith(check + ENTRY)) {
                all.put(name, track);
            }
            if (name.equals(check)) {
                rows.forEach((row, answer) -> {
                    if (!row.equals(check)) {
                        var before = tracks.getOrDefault(row, Track.fresh(at));
                        all.put(
                                row,
                                Judge.judge(before, new Sample(at, answer), intent.rules())
                                        .withoutLatency());
                    }
                });
            }
        });
        return new Health(all, ledger, outages, remarks)
                .after(check, new Sample(at, requireNonNull(rows.get(check))), intent);
    }

    /** The same after one more sample of a check that is asked for. */
    public Health after(String check, Sample sample, ProbeIntent intent) {
        var all = new LinkedHashMap<>(tracks);
        all.computeIfPresent(check, (name, track) -> Judge.judge(track, sample, intent.rules()));
        var critical = critical(all, intent);
        var accounted = ledger.advanced(critical.values(), intent.goals().window());
        all.replaceAll((name, track) -> track.accountedUntil(accounted.until()));
        return new Health(all, accounted, outages.after(critical, sample.at()), remarks);
    }

    /** Whether a reader would be told something else than before: that availability moves by itself is not it. */
    public boolean tellsMoreThan(Health before, Rules rules) {
        return !outages.equals(before.outages)
                || ledger.isBlank() != before.ledger.isBlank()
                || !remarks.equals(before.remarks)
                || !told(rules).equals(before.told(rules));
    }

    private Map<String, Track.Told> told(Rules rules) {
        var told = new LinkedHashMap<String, Track.Told>();
        tracks.forEach((name, track) -> told.put(name, track.told(rules)));
        return told;
    }

    /** Checks that weigh for availability. */
    private static Map<String, Track> critical(Map<String, Track> tracks, ProbeIntent intent) {
        var critical = new LinkedHashMap<String, Track>();
        for (var check : intent.checks()) {
            var track = tracks.get(check.name());
            if (check.isCritical() && track != null) {
                critical.put(check.name(), track);
            }
        }
        return critical;
    }
}
