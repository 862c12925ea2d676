package dev.faultline.probe.gate;

import dev.faultline.probe.gate.GatedPod.Condition;
import dev.faultline.probe.pod.PodVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Pods web-a, web-b and so on. */
final class GivenGatedPods {
    private GivenGatedPods() {}

    /**
     * A word for each pod: first how it is judged: {@code p} passes, {@code d} fails by db, {@code m} by mq, {@code s} by the
     * endpoint itself, {@code ?} not judged, {@code l} passes and leans to db, {@code r} fails by db and was good last. Then,
     * where they apply, {@code x} for out of service by the gate, {@code 0} for no condition yet, {@code n} for no gate,
     * {@code -} for containers that are not ready.
     */
    static List<GatedPod> pods(String words) {
        var pods = new ArrayList<GatedPod>();
        for (var word : words.strip().split(" +")) {
            var letter = (char) ('a' + pods.size());
            pods.add(new GatedPod(
                    "uid-" + letter, "web-" + letter, !word.contains("-"), condition(word), verdict(word.charAt(0))));
        }
        return pods;
    }

    private static Condition condition(String word) {
        if (word.contains("n")) {
            return Condition.NoGate;
        }
        if (word.contains("0")) {
            return Condition.Missing;
        }
        return word.contains("x") ? Condition.False : Condition.True;
    }

    private static PodVerdict verdict(char letter) {
        return switch (letter) {
            case 'p' -> new PodVerdict(true, rows(), rows());
            case 'd' -> new PodVerdict(true, rows("self/db"), rows("self/db"));
            case 'm' -> new PodVerdict(true, rows("self/mq"), rows("self/mq"));
            case 's' -> new PodVerdict(true, rows("self"), rows("self"));
            case 'l' -> new PodVerdict(true, rows(), rows("self/db"));
            case 'r' -> new PodVerdict(true, rows("self/db"), rows());
            case '?' -> PodVerdict.UNKNOWN;
            default -> throw new AssertionError(letter);
        };
    }

    private static SortedSet<String> rows(String... rows) {
        return new TreeSet<>(Set.of(rows));
    }
}
