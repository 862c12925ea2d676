package dev.faultline.gameday.verdict;

import dev.faultline.gameday.signal.Observed;
import dev.faultline.gameday.signal.State;
import dev.faultline.gameday.signal.Track;
import dev.faultline.gameday.signal.Watchlist;
import dev.faultline.gameday.verdict.Course.Fault;
import dev.faultline.gameday.verdict.Impacts.Impact;
import dev.faultline.gameday.verdict.Times.Detection;
import dev.faultline.gameday.verdict.Times.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes the times of a run from what was heard. */
final class Stopwatch {
    private static final String BAD_BEFORE = "it was bad already when the first fault was sent for";

    private final Course course;
    private final Watchlist list;
    private final Observed observed;

    private Stopwatch(Course course, Watchlist list, Observed observed) {
        this.course = course;
        this.list = list;
        this.observed = observed;
    }

    static Times read(Watchlist list, Observed observed, Course course, Duration stable) {
        return new Stopwatch(course, list, observed).read(stable);
    }

    private Times read(Duration stable) {
        var sli = observed.of(Watchlist.SLI).between(course.begin(), course.end());
        var felt = Impacts.of(sli, stable);
        var began = list.sli().isEmpty() || isBadBefore(observed.of(Watchlist.SLI))
                ? Optional.<Instant>empty()
                : felt.all().stream().map(Impact::began).findFirst();
        var told = list.detectedBy().isEmpty() ? Optional.<Instant>empty() : told(observed.of(Watchlist.DETECTED_BY));
        var cause = began.or(() -> told).flatMap(course::behind).or(course::first);
        var effect = cause.flatMap(fault -> effect(fault, began, told));
        return new Times(effect, impact(felt), detection(effect, told), recovery(felt));
    }

    /** Seen at the latest when a signal turned: pods that are leaving serve nobody long before they are gone. */
    private static Optional<Instant> effect(Fault fault, Optional<Instant> began, Optional<Instant> told) {
        return Stream.of(fault.effective(), began, told)
                .flatMap(Optional::stream)
                .filter(moment -> !moment.isBefore(fault.injected()))
                .min(Comparator.naturalOrder());
    }

    private Times.Impact impact(Impacts felt) {
        if (list.sli().isEmpty()) {
            return new Times.Impact.NotAsked();
        }
        if (isBadBefore(observed.of(Watchlist.SLI))) {
            return new Times.Impact.Unclear(BAD_BEFORE);
        }
        return felt.worst()
                .<Times.Impact>map(worst -> new Times.Impact.Seen(worst.began()))
                .orElseGet(() ->
                        felt.gap().<Times.Impact>map(Times.Impact.Unclear::new).orElseGet(Times.Impact.None::new));
    }

    private Recovery recovery(Impacts felt) {
        if (list.sli().isEmpty()) {
            return new Recovery.NotAsked();
        }
        if (isBadBefore(observed.of(Watchlist.SLI))) {
            return new Recovery.Unclear(BAD_BEFORE);
        }
        if (felt.gap().isPresent()) {
            return new Recovery.Unclear(felt.gap().get());
        }
        return felt.worst().map(this::recovery).orElseGet(Recovery.NotNeeded::new);
    }

    private Recovery recovery(Impact worst) {
        return worst.end()
                .<Recovery>map(end -> new Recovery.Recovered(
                        end, Duration.between(worst.began(), end), isDuringFault(worst.began(), end)))
                .orElseGet(Recovery.Unrecovered::new);
    }

    /** Where nothing is put back, as after a kill, all that recovers does so by itself. */
    private boolean isDuringFault(Instant began, Instant end) {
        return course.faults().stream()
                .filter(fault -> fault.isUnderWayAt(began))
                .flatMap(fault -> fault.reverted().stream())
                .noneMatch(reverted -> !reverted.isAfter(end));
    }

    private Detection detection(Optional<Instant> effect, Optional<Instant> told) {
        if (list.detectedBy().isEmpty()) {
            return new Detection.NotAsked();
        }
        var track = observed.of(Watchlist.DETECTED_BY);
        if (told.isPresent()) {
            return detection(track, effect, told.get());
        }
        if (isBadBefore(track)) {
            return new Detection.Unclear(BAD_BEFORE);
        }
        return track.between(course.begin(), course.end()).stream()
                .filter(stretch -> stretch.is(State.Unknown))
                .findFirst()
                .<Detection>map(stretch -> new Detection.Unclear(Gaps.words(stretch)))
                .orElseGet(Detection.Undetected::new);
    }

    private static Detection detection(Track track, Optional<Instant> effect, Instant told) {
        if (!track.isKnownBefore(told)) {
            return new Detection.Unclear("nobody could tell how it stood just before it was bad");
        }
        return effect.<Detection>map(zero -> new Detection.Detected(told, Duration.between(zero, told)))
                .orElseGet(() -> new Detection.Unclear("it was bad, and no fault is known to have had an effect"));
    }

    /** When the signal could first be told to be bad since the first fault. */
    private Optional<Instant> told(Track track) {
        return track.turns().stream()
                .filter(turn -> turn.state() == State.Bad)
                .map(Track.Turn::told)
                .filter(told -> !told.isBefore(course.begin()) && !told.isAfter(course.end()))
                .findFirst();
    }

    /** Bad, and known to be, before anything was done. */
    private boolean isBadBefore(Track track) {
        return track.turns().stream()
                .filter(turn -> turn.told().isBefore(course.begin()))
                .reduce((_, later) -> later)
                .filter(turn -> turn.state() == State.Bad)
                .isPresent();
    }
}
