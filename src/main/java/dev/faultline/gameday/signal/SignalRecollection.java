package dev.faultline.gameday.signal;

import dev.faultline.api.gameday.run.SignalStatus;
import dev.faultline.api.gameday.run.SignalStatus.Transition;
import dev.faultline.gameday.signal.Track.Turn;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was heard of signals, read back from status after a restart or from another replica. */
public final class SignalRecollection {
    private SignalRecollection() {}

    /**
     * @param watchedUntil until when somebody listened: nothing has changed since the status was written, or it would have
     *     been written again
     */
    public static Observed of(@Nullable List<SignalStatus> rows, Instant watchedUntil) {
        var tracks = new LinkedHashMap<String, Track>();
        Objects.requireNonNullElse(rows, List.<SignalStatus>of())
                .forEach(row -> tracks.put(row.signal(), track(row, watchedUntil)));
        return new Observed(tracks);
    }

    private static Track track(SignalStatus row, Instant watchedUntil) {
        var turns = new ArrayList<Turn>();
        Objects.requireNonNullElse(row.transitions(), List.<Transition>of())
                .forEach(transition -> turn(transition).ifPresent(turns::add));
        if (!turns.isEmpty()) {
            var last = turns.removeLast();
            turns.add(new Turn(last.from(), last.told(), last.state(), Objects.requireNonNullElse(row.why(), "")));
        }
        var written = time(row.watchedUntilTime()).orElse(watchedUntil);
        return new Track(List.copyOf(turns), written.isAfter(watchedUntil) ? written : watchedUntil, 0);
    }

    private static Optional<Turn> turn(Transition row) {
        return time(row.atTime())
                .map(from -> new Turn(
                        from,
                        time(row.toldTime()).orElse(from),
                        state(row.state()),
                        Objects.requireNonNullElse(row.why(), "")));
    }

    private static State state(SignalStatus.State word) {
        return switch (word) {
            case Good -> State.Good;
            case Unknown -> State.Unknown;
            case Bad -> State.Bad;
        };
    }

    /** What somebody else may have written is no reason to stand still. */
    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
