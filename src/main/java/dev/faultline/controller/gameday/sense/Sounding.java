package dev.faultline.controller.gameday.sense;

import dev.faultline.cluster.index.Place;
import dev.faultline.controller.probe.Checkups;
import dev.faultline.gameday.signal.ProbeReadings;
import dev.faultline.gameday.signal.Reading;
import dev.faultline.gameday.signal.Signal;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Track;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.net.metrics.Prometheus;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Answer;
import dev.faultline.probe.PlannedCheck;
import dev.faultline.probe.ProbeIntent;
import dev.faultline.probe.Prober;
import dev.faultline.probe.shallow.PodCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks one signal once. */
public final class Sounding {
    /** Of one question; a page that takes longer serves nobody. */
    static final Duration HTTP_TIMEOUT = Duration.ofSeconds(2);

    static final Duration QUERY_TIMEOUT = Duration.ofSeconds(5);

    private final Sources sources;
    private final Clock clock;

    public Sounding(Sources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    /** Who tells of what. */
    public record Sources(Prober prober, Prometheus prometheus, Probes probes, Pods pods) {}

    /** What is known of probes. */
    @FunctionalInterface
    public interface Probes {
        /** Empty where a probe is not there, or nobody watches it. */
        Optional<Checkups.Known> known(Place probe);
    }

    /** How many pods workloads have. */
    @FunctionalInterface
    public interface Pods {
        List<PodCount> counts(String namespace, Aim.Pods pods);
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** @return what is new, given what was heard so far */
    Function<Track, List<Reading>> take(Vigil vigil, String name, Signal signal) {
        var namespace = vigil.run().namespace();
        return switch (signal) {
            case Signal.Probe(var probe) -> probe(vigil, name, new Place(namespace, probe));
            case Signal.Http(var url, var good) ->
                heard(sources.prober().ask(namespace, new Aim.Http(url, good), HTTP_TIMEOUT));
            case Signal.PromQl query -> heard(sources.prometheus().ask(query, QUERY_TIMEOUT));
        };
    }

    private Function<Track, List<Reading>> probe(Vigil vigil, String name, Place probe) {
        var now = now();
        var known = sources.probes().known(probe);
        if (known.isEmpty()) {
            return heard(new Reading(
                    now, State.Unknown, "HealthProbe " + probe.name() + " is not there, or not watched yet"));
        }
        var pods = counted(known.get().intent());
        return name.equals(Watchlist.SLI) && pods.isPresent()
                ? heard(reading(count(vigil, pods.get()), now))
                : track -> ProbeReadings.of(known.get().intent(), known.get().health(), track, now);
    }

    private static Optional<Aim.Pods> counted(ProbeIntent intent) {
        return intent.checks().stream()
                .map(PlannedCheck::aim)
                .filter(Aim.Pods.class::isInstance)
                .map(Aim.Pods.class::cast)
                .findFirst();
    }

    /** What users feel of pods is that one is missing: its threshold is no part of it, and every change is seen at once. */
    private Answer count(Vigil vigil, Aim.Pods pods) {
        var counts = sources.pods().counts(vigil.run().namespace(), pods).stream()
                .map(count -> count.wantingAtLeast(vigil.original(count.attachedTo())))
                .toList();
        return PodCount.answer(counts, Aim.Pods.Need.All);
    }

    private Function<Track, List<Reading>> heard(Answer answer) {
        return heard(reading(answer, now()));
    }

    private static Function<Track, List<Reading>> heard(Reading reading) {
        return _ -> List.of(reading);
    }

    private static Reading reading(Answer answer, Instant at) {
        return switch (answer) {
            case Answer.Good _ -> Reading.good(at);
            case Answer.Bad(var message) -> new Reading(at, State.Bad, message);
            case Answer.Untold(var message) -> new Reading(at, State.Unknown, message);
        };
    }

    /** Of an error of ours. */
    Function<Track, List<Reading>> failed() {
        return heard(new Answer.Untold("not asked: the operator failed; its log says why"));
    }
}
