package dev.faultline.probe.gate;

import dev.faultline.probe.Limits;
import dev.faultline.probe.Remarks.Cause;
import dev.faultline.probe.Remarks.Guarded;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which pods of a workload are out of service for their own failing checks. A pod that fails alone is at fault itself;
 * several that fail alike have a cause in common, and without all of them nobody would be served.
 */
public final class GatePlanner {
    private static final int ALL = 100;

    /** One pod fails like nobody else. */
    private static final int FEWEST_ALIKE = 2;

    /** Those that are out already first, so that none goes in while another goes out. */
    private static final Comparator<GatedPod> ORDER = Comparator.comparing((GatedPod pod) -> !pod.isGated())
            .thenComparing(GatedPod::name)
            .thenComparing(GatedPod::uid);

    private GatePlanner() {}

    /** @param pods all of the workload, those without the readiness gate too: they serve as well */
    public static GatePlan plan(List<GatedPod> pods, Limits limits) {
        var limit = limit(pods.size(), limits);
        var shared = shared(pods, limits);
        if (shared.isPresent()) {
            var failing = pods.stream().filter(GatedPod::isFailing).count();
            return new GatePlan(
                    Set.of(),
                    Optional.of(new Guarded(
                            Cause.Shared,
                            shared.get() + ": " + would(failing, pods.size(), limit) + "; pods kept in service")));
        }
        var candidates = pods.stream().filter(GatedPod::mayBeOut).sorted(ORDER).toList();
        var out = out(pods, candidates, limit);
        return new GatePlan(
                out.stream().map(GatedPod::uid).collect(Collectors.toUnmodifiableSet()),
                capped(pods, candidates, out, limit));
    }

    /** Rounded down, but one may always be out, as long as another is in. */
    private static int limit(int pods, Limits limits) {
        return Math.min(Math.max(1, pods * limits.maxGatedPercent() / ALL), Math.max(0, pods - 1));
    }

    /** The row by which so many pods fail alike that it is nobody's own fault, in words. */
    private static Optional<String> shared(List<GatedPod> pods, Limits limits) {
        var asked = pods.stream().filter(GatedPod::isTelling).toList();
        var alike = new TreeMap<String, Integer>();
        asked.forEach(pod -> rows(pod).forEach(row -> alike.merge(row, 1, Integer::sum)));
        return alike.entrySet().stream()
                .filter(row -> row.getValue() >= FEWEST_ALIKE
                        && row.getValue() * ALL >= limits.sharedFailurePercent() * asked.size())
                .filter(row ->
                        asked.stream().anyMatch(pod -> pod.verdict().failing().contains(row.getKey())))
                .map(row -> row.getKey() + " fails on " + row.getValue() + " of " + counted(asked.size()) + " alike")
                .findFirst();
    }

    /** What failed a moment ago and may be too little to be judged by counts too: others will follow. */
    private static Set<String> rows(GatedPod pod) {
        var rows = new TreeSet<>(pod.verdict().failing());
        rows.addAll(pod.verdict().badNow());
        return rows;
    }

    /** Pods that are away for other reasons leave less room for more, but bring nobody back who fails. */
    private static List<GatedPod> out(List<GatedPod> pods, List<GatedPod> candidates, int limit) {
        var ready = pods.stream().filter(GatedPod::containersReady).count();
        var away = pods.size() - ready;
        var kept = candidates.stream()
                .filter(GatedPod::isGated)
                .limit(Math.max(0, Math.min(limit, ready - 1)))
                .toList();
        var room = Math.min(limit - away, ready - 1) - kept.size();
        var more = candidates.stream().filter(pod -> !pod.isGated()).limit(Math.max(0, room));
        return Stream.of(kept.stream(), more, pods.stream().filter(GatedPod::isAwayAndGated))
                .flatMap(some -> some)
                .toList();
    }

    private static Optional<Guarded> capped(
            List<GatedPod> pods, List<GatedPod> candidates, List<GatedPod> out, int limit) {
        var stay = candidates.stream().filter(pod -> !out.contains(pod)).toList();
        if (stay.isEmpty()) {
            return Optional.empty();
        }
        var away = pods.stream().filter(pod -> !pod.containersReady()).count();
        return Optional.of(new Guarded(
                Cause.Limit,
                would(candidates.size(), pods.size(), limit)
                        + (away == 0 ? "" : ", " + away + " not ready for other reasons")
                        + "; kept in service: "
                        + stay.stream().map(GatedPod::name).limit(3).collect(Collectors.joining(", "))
                        + (stay.size() > 3 ? " and " + (stay.size() - 3) + " more" : "")));
    }

    private static String would(long failing, int pods, int limit) {
        return "would make " + failing + " of " + counted(pods) + " unready, limit is " + limit;
    }

    private static String counted(int pods) {
        return pods + (pods == 1 ? " pod" : " pods");
    }
}
