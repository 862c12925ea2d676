package dev.faultline.probe.shallow;

import dev.faultline.probe.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known of whether pods of one workload answer what a probe asks. What has answered once is never asked again.
 *
 * @param served questions that were answered, as {@link Question#asked} says them
 * @param heard what came of the others at the last try
 * @param obstacle why nobody can be asked; empty where somebody can
 * @param round rounds so far, in most of which nothing is asked
 */
public record Inquiry(
        ShallowIntent intent, Set<String> served, Map<String, String> heard, Optional<Obstacle> obstacle, int round) {
    private static final int LONGEST_PAUSE = 64;

    /** Why nobody can be asked. */
    public enum Obstacle {
        NoPod,
        NoPort
    }

    /** @param known questions that were answered at some time; those that are asked no more are forgotten */
    public static Inquiry begun(ShallowIntent intent, List<String> known) {
        var served = new TreeSet<>(intent.asked());
        served.retainAll(known);
        return new Inquiry(intent, Set.copyOf(served), Map.of(), Optional.empty(), 0);
    }

    public boolean isSettled() {
        return open().isEmpty();
    }

    /** Questions that were not answered yet. */
    public List<Question> open() {
        return intent.probes().stream()
                .map(PlannedProbe::question)
                .distinct()
                .filter(question -> !served.contains(text(question)))
                .toList();
    }

    /** Whether something is asked in this round: pauses double, up to 64 rounds. */
    public boolean isDue() {
        return Integer.bitCount(round) == 1 && round < LONGEST_PAUSE || round % LONGEST_PAUSE == 0;
    }

    public Inquiry nextRound() {
        return new Inquiry(intent, served, heard, obstacle, round + 1);
    }

    /** The first pod that comes is asked soon. */
    public Inquiry withoutPod() {
        return new Inquiry(intent, served, Map.of(), Optional.of(Obstacle.NoPod), 0);
    }

    public Inquiry withoutPort() {
        return new Inquiry(intent, served, Map.of(), Optional.of(Obstacle.NoPort), round);
    }

    /** @param pod that was asked */
    public Inquiry after(Question question, Answer answer, String pod) {
        var nowServed = new TreeSet<>(served);
        var nowHeard = new LinkedHashMap<>(heard);
        nowHeard.remove(text(question));
        switch (answer) {
            case Answer.Good _ -> nowServed.add(text(question));
            case Answer.Bad(var message) -> nowHeard.put(text(question), message + " on pod " + pod);
            case Answer.Untold(var message) -> nowHeard.put(text(question), message + " (pod " + pod + ")");
        }
        return new Inquiry(intent, Set.copyOf(nowServed), Map.copyOf(nowHeard), Optional.empty(), round);
    }

    /** Seconds that the kubelet would wait for the answer: what is slower is as good as none. */
    public int patience(Question question) {
        return intent.probes().stream()
                .filter(probe -> probe.question().equals(question))
                .mapToInt(probe -> probe.cadence().timeout())
                .min()
                .orElse(1);
    }

    /** What keeps new pods from getting all probes, and what to do; empty where they get them. */
    public Optional<String> trouble() {
        if (isSettled()) {
            return Optional.empty();
        }
        var cause = obstacle.map(this::words)
                .orElseGet(() -> open().stream()
                        .map(question -> text(question) + ": "
                                + Objects.requireNonNullElse(heard.get(text(question)), "not asked yet"))
                        .collect(Collectors.joining("; ")));
        return Optional.of(cause + "; new pods get no " + lacking() + " until it answers");
    }

    private String words(Obstacle reason) {
        return switch (reason) {
            case NoPod ->
                "no pod runs that could be asked for "
                        + open().stream().map(this::text).collect(Collectors.joining(", "));
            case NoPort ->
                "no container has TCP port " + intent.writtenPort()
                        + "; declare it in the template, or write another in spec.shallow.port";
        };
    }

    private String lacking() {
        var words = intent.probes().stream()
                .map(PlannedProbe::purpose)
                .filter(purpose -> !isSet(purpose) || (purpose == Purpose.Liveness && !isSet(Purpose.Startup)))
                .map(Purpose::word)
                .toList();
        var last = words.getLast() + " probe";
        return words.size() == 1 ? last : String.join(", ", words.subList(0, words.size() - 1)) + " and " + last;
    }

    private boolean isSet(Purpose purpose) {
        return intent.probes().stream()
                .filter(probe -> probe.purpose() == purpose)
                .anyMatch(probe -> served.contains(text(probe.question())));
    }

    private String text(Question question) {
        return question.asked(intent.writtenPort());
    }
}
