package dev.faultline.probe;

import dev.faultline.api.probe.CheckStatus.State;
import dev.faultline.probe.Track.Row;
import dev.faultline.probe.Track.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hysteresis: a check fails after so many bad answers in a row, passes again after so many good ones, and stands so
 * since the first of them. What was never judged passes at its first good answer.
 */
public final class Judge {
    private Judge() {}

    public static Track judge(Track before, Sample sample, Rules rules) {
        var watched = afterPause(before, sample.at(), rules);
        var judged = switch (sample.answer()) {
            case Answer.Good(var latency) ->
                good(heard(watched, sample.at()), sample.at(), rules).withLatency(latency);
            case Answer.Bad(var message) -> bad(heard(watched, sample.at()), sample.at(), message, rules);
            case Answer.Untold(var message) -> silent(watched, sample.at(), message);
        };
        return withoutOldFlips(judged, sample.at(), rules.flapWindow()).askedAt(sample.at());
    }

    /** Where nobody asked for too long, nothing is known from when the next sample was due. */
    private static Track afterPause(Track track, Instant now, Rules rules) {
        if (Duration.between(track.lastAt(), now).compareTo(rules.longestPause()) <= 0) {
            return track;
        }
        return track.withContrary(Optional.empty())
                .turned(new Turn(track.lastAt().plus(rules.period()), State.Unknown))
                .turned(new Turn(now, track.shown()));
    }

    private static Track silent(Track track, Instant now, String message) {
        var broken = track.withContrary(Optional.empty());
        return (track.isUnknown() ? broken : broken.turned(new Turn(now, State.Unknown)))
                .withSilence(Optional.of(message));
    }

    /** Silence ends where there is an answer again. */
    private static Track heard(Track track, Instant now) {
        return track.silence().isEmpty()
                ? track
                : track.withSilence(Optional.empty()).turned(new Turn(now, track.state()));
    }

    private static Track good(Track track, Instant now, Rules rules) {
        return switch (track.state()) {
            case Passing -> track.withContrary(Optional.empty());
            case Unknown -> track.into(State.Passing, now, "");
            case Failing -> {
                var row = row(track, now);
                yield row.length() < rules.successThreshold()
                        ? track.withContrary(Optional.of(row))
                        : flipped(track.into(State.Passing, row.began(), ""), now);
            }
        };
    }

    private static Track bad(Track track, Instant now, String message, Rules rules) {
        return switch (track.state()) {
            case Failing -> track.withContrary(Optional.empty()).withMessage(message);
            case Passing, Unknown -> {
                var row = row(track, now);
                if (row.length() < rules.failureThreshold()) {
                    yield track.withContrary(Optional.of(row));
                }
                var failing = track.into(State.Failing, row.began(), message);
                yield track.state() == State.Passing ? flipped(failing, now) : failing;
            }
        };
    }

    private static Row row(Track track, Instant now) {
        return track.contrary().map(Row::longer).orElseGet(() -> new Row(now, 1));
    }

    private static Track flipped(Track track, Instant now) {
        return track.withFlips(
                Stream.concat(track.flips().stream(), Stream.of(now)).toList());
    }

    private static Track withoutOldFlips(Track track, Instant now, Duration window) {
        return track.withFlips(track.flips().stream()
                .filter(flip -> flip.isAfter(now.minus(window)))
                .toList());
    }
}
