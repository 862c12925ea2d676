package dev.faultline.gameday.signal;

import dev.faultline.api.gameday.run.SignalStatus;
import dev.faultline.api.gameday.run.SignalStatus.Transition;
import dev.faultline.gameday.signal.Track.Turn;
import dev.faultline.policy.text.Sentences;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What status says of signals: all that is needed to go on after a restart. */
public final class SignalReport {
    private static final int LONGEST = 256;
    private static final int LONGEST_OF_A_TURN = 128;

    private SignalReport() {}

    public static List<SignalStatus> of(Observed observed) {
        var rows = new ArrayList<SignalStatus>();
        observed.tracks().forEach((name, track) -> rows.add(row(name, track)));
        return List.copyOf(rows);
    }

    private static SignalStatus row(String name, Track track) {
        var turns = track.turns();
        return new SignalStatus(
                name,
                word(track.state()),
                track.since().map(SignalReport::time).orElse(null),
                time(turns.isEmpty() ? track.lastAt() : turns.getFirst().from()),
                time(track.lastAt()),
                turns.isEmpty() ? null : transitions(turns),
                words(track.message(), LONGEST));
    }

    /** Why, is said of the first of each kind alone: sixteen reasons for each signal are more than a status should hold. */
    private static List<Transition> transitions(List<Turn> turns) {
        var explained = EnumSet.of(State.Good);
        return turns.stream()
                .map(turn -> new Transition(
                        time(turn.from()),
                        word(turn.state()),
                        turn.told().equals(turn.from()) ? null : time(turn.told()),
                        explained.add(turn.state()) ? words(turn.message(), LONGEST_OF_A_TURN) : null))
                .toList();
    }

    private static @Nullable String words(String message, int longest) {
        return message.isBlank() ? null : Sentences.cut(message, longest);
    }

    private static SignalStatus.State word(State state) {
        return switch (state) {
            case Good -> SignalStatus.State.Good;
            case Unknown -> SignalStatus.State.Unknown;
            case Bad -> SignalStatus.State.Bad;
        };
    }

    private static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
