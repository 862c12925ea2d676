package dev.faultline.probe.pod;

import dev.faultline.probe.Answer;
import dev.faultline.probe.GivenProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rounds over the pods web-a, web-b and so on of one Deployment. */
final class GivenPods {
    private GivenPods() {}

    /**
     * One round, a letter for each pod: g is good, b refuses, d answers 503 and tells that db is DOWN, m the same of mq, e is
     * good and tells that db is UP, w is good and tells that db is DOWN, u could not be asked, a dash is a pod that is not
     * ready, a blank one that is not there.
     */
    static PodRound round(int index, String letters) {
        var samples = new ArrayList<PodSample>();
        var present = new ArrayList<String>();
        for (var place = 0; place < letters.length(); place++) {
            var letter = letters.charAt(place);
            var pod = pod(place);
            if (letter != ' ') {
                present.add(pod.uid());
            }
            if (letter != ' ' && letter != '-') {
                samples.add(sample(pod, letter));
            }
        }
        return new PodRound("self", GivenProbe.at(index), samples, Set.copyOf(present));
    }

    static PodRef pod(int place) {
        var letter = (char) ('a' + place);
        return new PodRef("uid-" + letter, "web-" + letter, "Deployment/web");
    }

    static PodSample sample(PodRef pod, char letter) {
        return switch (letter) {
            case 'g' -> new PodSample(pod, good(), entries());
            case 'b' -> new PodSample(pod, new Answer.Bad("connection refused"), entries());
            case 'd' -> new PodSample(pod, new Answer.Bad("status 503"), entries("db=Down", "mq=Up"));
            case 'm' -> new PodSample(pod, new Answer.Bad("status 503"), entries("db=Up", "mq=Down"));
            case 'e' -> new PodSample(pod, good(), entries("db=Up", "mq=Up"));
            case 'w' -> new PodSample(pod, good(), entries("db=Down", "mq=Up"));
            case 'u' -> new PodSample(pod, new Answer.Untold("not dialled: 10.0.0.1 is a node"), entries());
            default -> throw new AssertionError(letter);
        };
    }

    private static Answer good() {
        return new Answer.Good(Duration.ofMillis(3));
    }

    private static SortedMap<String, EntryState> entries(String... entries) {
        return List.of(entries).stream()
                .map(entry -> entry.split("="))
                .collect(Collectors.toMap(
                        entry -> entry[0], entry -> EntryState.valueOf(entry[1]), (one, _) -> one, TreeMap::new));
    }
}
