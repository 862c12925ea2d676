package dev.faultline.probe.pod;

import static java.util.stream.Collectors.toMap;

import dev.faultline.probe.Rules;
import dev.faultline.probe.Track;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is known of the pods of one probe, by check and by the pod's uid. It is kept nowhere: after a restart each pod
 * is judged anew.
 */
public record PodBook(Map<String, Map<String, PodTrack>> checks) {
    public static final PodBook EMPTY = new PodBook(Map.of());

    /** The same for the checks that are asked for now. */
    public PodBook of(Set<String> wanted) {
        return new PodBook(checks.entrySet().stream()
                .filter(check -> wanted.contains(check.getKey()))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** A pod that is gone takes with it what was known of it. */
    public PodBook after(PodRound round, Rules rules) {
        var pods = new HashMap<>(checks.getOrDefault(round.check(), Map.of()));
        pods.keySet().retainAll(round.present());
        round.samples()
                .forEach(sample -> pods.compute(
                        sample.pod().uid(),
                        (_, before) -> (before == null ? PodTrack.fresh(sample.pod(), round.at()) : before)
                                .after(sample, round, rules)));
        var all = new HashMap<>(checks);
        all.put(round.check(), Map.copyOf(pods));
        return new PodBook(Map.copyOf(all));
    }

    /** @param weighing the checks that may take a pod out of service */
    public PodVerdict verdict(String uid, Collection<String> weighing) {
        var failing = new TreeSet<String>();
        var bad = new TreeSet<String>();
        var judged = false;
        for (var check : weighing) {
            var known = checks.getOrDefault(check, Map.of()).get(uid);
            if (known != null) {
                judged = judged || !known.track().isUnknown();
                failing.addAll(known.track().isFailing() ? known.causes() : Set.of());
                bad.addAll(known.isBadNow() ? known.causes() : Set.of());
            }
        }
        return new PodVerdict(
                judged, Collections.unmodifiableSortedSet(failing), Collections.unmodifiableSortedSet(bad));
    }

    /** What is to be said of a row beside its verdict: which pods fail, by the row's name. */
    public SortedMap<String, String> remarks() {
        var remarks = new TreeMap<String, String>();
        checks.forEach((check, pods) -> {
            var failing = pods.values().stream()
                    .filter(pod -> pod.track().isFailing())
                    .sorted(Comparator.comparing(pod -> pod.pod().name()))
                    .toList();
            if (!failing.isEmpty()) {
                remarks.put(check, "fails " + PodWords.on(refs(failing), pods.size()) + ": " + message(failing));
                var causes = new TreeSet<String>();
                failing.forEach(pod -> causes.addAll(pod.causes()));
                causes.remove(check);
                causes.forEach(row -> remarks.put(row, "bad " + PodWords.on(refs(with(row, failing)), pods.size())));
            }
        });
        return remarks;
    }

    private static List<PodTrack> with(String row, List<PodTrack> pods) {
        return pods.stream().filter(pod -> pod.causes().contains(row)).toList();
    }

    private static List<PodRef> refs(List<PodTrack> pods) {
        return pods.stream().map(PodTrack::pod).toList();
    }

    private static String message(List<PodTrack> failing) {
        return failing.stream()
                .map(PodTrack::track)
                .map(Track::message)
                .findFirst()
                .orElse("");
    }
}
