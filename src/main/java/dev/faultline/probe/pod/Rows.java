package dev.faultline.probe.pod;

import static java.util.stream.Collectors.groupingBy;

import dev.faultline.probe.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One answer for each row of a check that asks each pod. A row is bad where of some workload fewer than half of the pods
 * that answered are good: one pod of ten that fails is a local fault, and its service is up.
 */
public final class Rows {
    /** Rows of entries that one check may have. */
    static final int MOST = Entries.MOST;

    private Rows() {}

    /** The name of an entry's row. */
    static String row(String check, String entry) {
        return check + "/" + entry;
    }

    /**
     * @param known names of the rows that there were before
     * @return by the name of the row, the check's own first; a row that no pod tells any more is not among them
     */
    public static Map<String, Answer> of(PodRound round, Set<String> known) {
        var rows = new LinkedHashMap<String, Answer>();
        rows.put(round.check(), whole(round.samples()));
        var told = told(round.samples());
        told.forEach(entry -> rows.put(row(round.check(), entry), entry(entry, round.samples())));
        if (told.isEmpty() && round.samples().stream().noneMatch(PodSample::isGood)) {
            known.stream()
                    .filter(name -> name.startsWith(round.check() + "/"))
                    .sorted()
                    .forEach(name -> rows.put(name, new Answer.Untold("no pod tells it at the moment")));
        }
        return rows;
    }

    private static SortedSet<String> told(List<PodSample> samples) {
        var told = new TreeSet<String>();
        samples.forEach(sample -> told.addAll(sample.entries().keySet()));
        while (told.size() > MOST) {
            told.removeLast();
        }
        return told;
    }

    private static Answer whole(List<PodSample> samples) {
        var told = samples.stream().filter(PodSample::isTold).toList();
        if (told.isEmpty()) {
            return samples.stream()
                    .map(PodSample::answer)
                    .findFirst()
                    .orElseGet(() -> new Answer.Untold("no pod is ready to be asked"));
        }
        return isBad(told, PodSample::isGood) ? new Answer.Bad(PodWords.ofBad(told)) : good(told);
    }

    /** As slow as the slowest. */
    private static Answer good(List<PodSample> samples) {
        var slowest = Duration.ZERO;
        for (var sample : samples) {
            if (sample.answer() instanceof Answer.Good(var latency) && latency.compareTo(slowest) > 0) {
                slowest = latency;
            }
        }
        return new Answer.Good(slowest);
    }

    private static Answer entry(String entry, List<PodSample> samples) {
        var told = samples.stream()
                .filter(sample -> sample.entries().containsKey(entry))
                .toList();
        return isBad(told, sample -> !isBad(sample, entry))
                ? new Answer.Bad(PodWords.ofEntry(entry, told))
                : new Answer.Good(Duration.ZERO);
    }

    static boolean isBad(PodSample sample, String entry) {
        var state = sample.entries().get(entry);
        return state != null && state.isBad();
    }

    private static boolean isBad(List<PodSample> samples, Predicate<PodSample> good) {
        return samples.stream().collect(groupingBy(sample -> sample.pod().workload())).values().stream()
                .anyMatch(pods -> pods.stream().filter(good).count() * 2 < pods.size());
    }
}
