package dev.faultline.probe.pod;

import dev.faultline.policy.text.Sentences;
import dev.faultline.probe.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of several pods at once. */
final class PodWords {
    /** More than these are counted and not named. */
    private static final int NAMED = 3;

    private PodWords() {}

    /** The class of each failure, the commonest first, and then the entries that are bad. */
    static String ofBad(List<PodSample> samples) {
        var byMessage = new TreeMap<String, List<PodSample>>();
        samples.forEach(sample -> {
            if (sample.answer() instanceof Answer.Bad(var message)) {
                byMessage.merge(message, List.of(sample), PodWords::joined);
            }
        });
        var failures = byMessage.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<PodSample>> failure) ->
                                -failure.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .map(failure -> failure.getKey() + " " + on(pods(failure.getValue()), samples.size()));
        var entries = new TreeSet<String>();
        samples.forEach(sample -> entries.addAll(sample.entries().keySet()));
        var bad = entries.stream()
                .filter(entry -> samples.stream().anyMatch(sample -> Rows.isBad(sample, entry)))
                .map(entry -> "entry " + entry + " is " + ofEntry(entry, samples));
        return Sentences.listed(Stream.concat(failures, bad));
    }

    private static List<PodSample> joined(List<PodSample> some, List<PodSample> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** Such as {@code DOWN on 2 of 3 pods (web-a, web-b)}; of several words the worst. */
    static String ofEntry(String entry, List<PodSample> samples) {
        var bad = samples.stream().filter(sample -> Rows.isBad(sample, entry)).toList();
        var word = bad.stream()
                .map(sample -> sample.entries().get(entry))
                .max(Comparator.naturalOrder())
                .map(EntryState::word)
                .orElse("");
        return word + " " + on(pods(bad), samples.size());
    }

    private static List<PodRef> pods(List<PodSample> samples) {
        return samples.stream().map(PodSample::pod).toList();
    }

    /** Names them where they are few, and not all. */
    static String on(List<PodRef> pods, int all) {
        var counted = "on " + pods.size() + " of " + all + (all == 1 ? " pod" : " pods");
        return pods.size() == all || pods.size() > NAMED
                ? counted
                : pods.stream().map(PodRef::name).sorted().collect(Collectors.joining(", ", counted + " (", ")"));
    }
}
