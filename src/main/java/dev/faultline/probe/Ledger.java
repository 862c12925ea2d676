package dev.faultline.probe;

import dev.faultline.api.probe.CheckStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much of the window was watched, and how much of that was good.
 *
 * @param parts of the window, oldest first, at most 32
 * @param until when all is accounted for
 */
public record Ledger(List<Part> parts, Instant until) {
    /** With the part that has begun and the one that is ending, at most 32 are kept. */
    private static final int PARTS = 30;

    /**
     * One part of the window.
     *
     * @param began a multiple of the length of a part
     * @param up time in which no Critical check failed
     * @param down time in which one did
     */
    public record Part(Instant began, Duration up, Duration down) {
        Part plus(Duration moreUp, Duration moreDown) {
            return new Part(began, up.plus(moreUp), down.plus(moreDown));
        }
    }

    static Ledger empty(Instant now) {
        return new Ledger(List.of(), now);
    }

    /** Whether nothing is accounted for yet. */
    boolean isBlank() {
        return availability().isEmpty();
    }

    /** Share of the watched time that was good, 0 to 1; empty where nothing was watched. */
    public Optional<Double> availability() {
        var up = sum(parts.stream().map(Part::up).toList());
        var down = sum(parts.stream().map(Part::down).toList());
        var watched = up.plus(down);
        return watched.isZero() ? Optional.empty() : Optional.of((double) up.toMillis() / watched.toMillis());
    }

    private static Duration sum(List<Duration> spans) {
        return spans.stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** Accounts for the time that is settled for every one of the Critical checks. */
    Ledger advanced(Collection<Track> critical, Duration window) {
        var horizon = critical.stream()
                .map(Track::settledUntil)
                .min(Instant::compareTo)
                .filter(until::isBefore);
        return horizon.map(end -> notBefore(end.minus(window))
                        .advanced(critical, end, partLength(window))
                        .within(window, end))
                .orElse(this);
    }

    /** What is older than the window is not asked for. */
    private Ledger notBefore(Instant moment) {
        return until.isBefore(moment) ? new Ledger(parts, moment) : this;
    }

    private Ledger advanced(Collection<Track> critical, Instant end, Duration length) {
        var sums = new TreeMap<Instant, Part>();
        parts.forEach(part -> add(sums, partOf(part.began(), length), part.up(), part.down()));
        var cuts = new ArrayList<>(cuts(critical, end, length));
        for (var index = 1; index < cuts.size(); index++) {
            var from = cuts.get(index - 1);
            var span = Duration.between(from, cuts.get(index));
            switch (together(critical, from)) {
                case Passing -> add(sums, partOf(from, length), span, Duration.ZERO);
                case Failing -> add(sums, partOf(from, length), Duration.ZERO, span);
                case Unknown -> {}
            }
        }
        return new Ledger(List.copyOf(sums.values()), end);
    }

    private static void add(TreeMap<Instant, Part> sums, Instant began, Duration up, Duration down) {
        sums.put(
                began,
                sums.getOrDefault(began, new Part(began, Duration.ZERO, Duration.ZERO))
                        .plus(up, down));
    }

    /** Moments between which nothing changes, the first and the last included. */
    private TreeSet<Instant> cuts(Collection<Track> critical, Instant end, Duration length) {
        var cuts = new TreeSet<Instant>();
        cuts.add(until);
        cuts.add(end);
        for (var edge = partOf(until, length).plus(length); edge.isBefore(end); edge = edge.plus(length)) {
            cuts.add(edge);
        }
        critical.stream()
                .flatMap(track -> track.turns().stream())
                .map(Track.Turn::at)
                .filter(at -> at.isAfter(until) && at.isBefore(end))
                .forEach(cuts::add);
        return cuts;
    }

    /** One that fails is enough for a failure, and one of which nothing is known for knowing nothing. */
    private static State together(Collection<Track> critical, Instant moment) {
        var states = critical.stream().map(track -> track.at(moment)).toList();
        if (states.contains(State.Failing)) {
            return State.Failing;
        }
        return states.contains(State.Unknown) ? State.Unknown : State.Passing;
    }

    private Ledger within(Duration window, Instant now) {
        var length = partLength(window);
        var kept = parts.stream()
                .filter(part -> part.began().plus(length).isAfter(now.minus(window)))
                .toList();
        return new Ledger(kept, until);
    }

    private static Duration partLength(Duration window) {
        return Duration.ofSeconds(Math.max(1, window.toSeconds() / PARTS));
    }

    private static Instant partOf(Instant moment, Duration length) {
        var seconds = length.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
    }
}
