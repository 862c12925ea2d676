package dev.faultline.probe;

import dev.faultline.api.probe.CheckStatus.State;
import dev.faultline.api.probe.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Incidents, the newest first and at most five, and all of them counted.
 *
 * @param detectedIn time to detect of all that were detected, added up
 * @param recoveredIn time to recover of all that are over, added up
 */
public record Outages(List<Outage> newest, long detected, long recovered, Duration detectedIn, Duration recoveredIn) {
    public static final Outages NONE = new Outages(List.of(), 0, 0, Duration.ZERO, Duration.ZERO);

    /**
     * A time in which Critical checks failed.
     *
     * @param began the first bad answer
     * @param detection from then until the threshold was met
     * @param recovery from the first bad answer to the first good one after which the checks stayed good; empty while
     *     it lasts
     * @param checks that failed
     */
    public record Outage(
            Instant began, Duration detection, Optional<Duration> recovery, String cause, SortedSet<String> checks) {
        public boolean isOpen() {
            return recovery.isEmpty();
        }
    }

    public Optional<Duration> meanTimeToDetect() {
        return detected == 0 ? Optional.empty() : Optional.of(detectedIn.dividedBy(detected));
    }

    public Optional<Duration> meanTimeToRecover() {
        return recovered == 0 ? Optional.empty() : Optional.of(recoveredIn.dividedBy(recovered));
    }

    /** The incident that lasts. */
    public Optional<Outage> open() {
        return newest.stream().filter(Outage::isOpen).findFirst();
    }

    /** The same where it is known what has brought about the incident that lasts. */
    Outages causedBy(String cause) {
        return open().map(outage -> replaced(
                        outage,
                        new Outage(outage.began(), outage.detection(), outage.recovery(), cause, outage.checks())))
                .orElse(this);
    }

    /** What follows from how the Critical checks stand after a sample. */
    Outages after(Map<String, Track> critical, Instant now) {
        var failing = new TreeSet<String>();
        critical.forEach((name, track) -> {
            if (track.isFailing()) {
                failing.add(name);
            }
        });
        return open().map(outage -> isOver(outage, critical) ? closed(outage, critical) : joined(outage, failing))
                .orElseGet(() -> failing.isEmpty() ? this : opened(failing, critical, now));
    }

    private Outages opened(SortedSet<String> failing, Map<String, Track> critical, Instant now) {
        var began = failing.stream()
                .flatMap(name -> Optional.ofNullable(critical.get(name)).stream())
                .map(Track::since)
                .min(Instant::compareTo)
                .orElse(now);
        var detection = Duration.between(began, now);
        var outage = new Outage(began, detection, Optional.empty(), "", failing);
        var all = Stream.concat(Stream.of(outage), newest.stream())
                .limit(Incident.MAX_SHOWN)
                .toList();
        return new Outages(all, detected + 1, recovered, detectedIn.plus(detection), recoveredIn);
    }

    private Outages joined(Outage outage, SortedSet<String> failing) {
        var checks = new TreeSet<>(outage.checks());
        return checks.addAll(failing)
                ? replaced(
                        outage,
                        new Outage(outage.began(), outage.detection(), Optional.empty(), outage.cause(), checks))
                : this;
    }

    /** One of which nothing is known, as after a restart in its silence, may fail still. */
    private static boolean isOver(Outage outage, Map<String, Track> critical) {
        return outage.checks().stream()
                        .flatMap(name -> Optional.ofNullable(critical.get(name)).stream())
                        .allMatch(track -> track.state() == State.Passing)
                && critical.values().stream().noneMatch(Track::isFailing);
    }

    /** Over since the last of its checks began to pass; a check that is no longer asked for holds up nothing. */
    private Outages closed(Outage outage, Map<String, Track> critical) {
        var over = outage.checks().stream()
                .flatMap(name -> Optional.ofNullable(critical.get(name)).stream())
                .filter(track -> track.state() == State.Passing)
                .map(Track::since)
                .max(Instant::compareTo)
                .filter(outage.began()::isBefore)
                .orElse(outage.began().plus(outage.detection()));
        var recovery = Duration.between(outage.began(), over);
        var ended =
                new Outage(outage.began(), outage.detection(), Optional.of(recovery), outage.cause(), outage.checks());
        var shown = replaced(outage, ended);
        return new Outages(shown.newest(), detected, recovered + 1, detectedIn, recoveredIn.plus(recovery));
    }

    private Outages replaced(Outage old, Outage changed) {
        var all = newest.stream().map(each -> each.equals(old) ? changed : each).toList();
        return new Outages(all, detected, recovered, detectedIn, recoveredIn);
    }
}
