package dev.faultline.gameday.watch;

import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Track;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.signal.Watchlist.SteadyCheck;
import dev.faultline.policy.text.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a run may begin: all that must hold before or all the time, what is to measure and what is to stop the run must be
 * good. A signal that is bad already measures nothing, and a guard that cannot be told guards nothing.
 */
public final class BaselineJudge {
    /**
     * Readings in a row that must be good: one may be luck while a service comes and goes. As many as Kubernetes takes for
     * certain of a probe. Source: Kubernetes, probe failureThreshold.
     */
    public static final int READINGS = 3;

    /** How long it may take until all are: four default periods of a HealthProbe, which needs two to be healthy again. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private BaselineJudge() {}

    /** @param began when listening for it began */
    public static Baseline judge(Watchlist list, Observed observed, Instant began, Instant now) {
        var lacking = required(list).entrySet().stream()
                .filter(entry -> !isGood(observed.of(entry.getKey()), now))
                .map(entry -> words(entry.getValue(), observed.of(entry.getKey())))
                .toList();
        if (lacking.isEmpty()) {
            return new Baseline.Steady();
        }
        var message = message(lacking);
        return now.isBefore(began.plus(PATIENCE)) ? new Baseline.Waiting(message) : new Baseline.NotSteady(message);
    }

    /** What a person calls each, by its name. */
    private static Map<String, String> required(Watchlist list) {
        var all = new LinkedHashMap<String, String>();
        list.stops().forEach(stop -> all.put(stop.key(), "stop condition " + stop.name()));
        list.sli().ifPresent(_ -> all.put(Watchlist.SLI, "sli"));
        list.detectedBy().ifPresent(_ -> all.put(Watchlist.DETECTED_BY, "detectedBy"));
        list.checks().stream()
                .filter(SteadyCheck::isAskedBefore)
                .forEach(check -> all.put(check.key(), "check " + check.name()));
        return all;
    }

    private static boolean isGood(Track track, Instant now) {
        return track.state() == State.Good
                && track.row() >= READINGS
                && track.blindFor(now).isZero();
    }

    private static String words(String name, Track track) {
        return switch (track.state()) {
            case Good -> name + " is good, and not for long enough yet";
            case Bad -> name + " is bad: " + track.message();
            case Unknown -> name + " is not known: " + track.message();
        };
    }

    private static String message(List<String> lacking) {
        return Sentences.listed(lacking.stream());
    }
}
