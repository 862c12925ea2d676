package dev.faultline.gameday.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One signal since it is listened to, told by its turns from one state to another.
 *
 * @param turns oldest first, at most {@link #MOST_TURNS}; none before the first reading
 * @param lastAt the last reading; before it, when listening began
 * @param row readings at the end that are alike, 0 or more; they are counted anew after a restart
 */
public record Track(List<Turn> turns, Instant lastAt, int row) {
    /** Turns that are kept. A signal that flaps more than that is shown worse than it is, never better. */
    public static final int MOST_TURNS = 16;

    /**
     * Silence up to here is no gap: two periods and a timeout of what is asked least often, so one answer may be late and
     * two may not.
     */
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /** Of a signal that nobody has listened to. */
    public static final Track UNHEARD = new Track(List.of(), Instant.EPOCH, 0);

    /**
     * From when on a signal stood differently.
     *
     * @param told when that could first be told
     */
    public record Turn(Instant from, Instant told, State state, String message) {}

    /** A signal that is listened to from now on. */
    public static Track fresh(Instant now) {
        return new Track(List.of(), now, 0);
    }

    /** The same when somebody listens again who did not before: what came in between is not known. */
    public Track resumed(Instant now) {
        return turns.isEmpty() ? fresh(now) : afterPause(now);
    }

    public Track after(Reading reading) {
        if (reading.at().isBefore(lastAt)) {
            return this;
        }
        var heard = afterPause(reading.at());
        if (heard.state() == reading.state() && !heard.turns.isEmpty()) {
            return new Track(heard.turns, reading.at(), heard.row + 1);
        }
        return heard.turned(new Turn(heard.begin(reading, this), reading.told(), reading.state(), reading.message()))
                .readAt(reading.at());
    }

    /** Nothing is known of a time in which nobody listened for too long. */
    private Track afterPause(Instant now) {
        if (turns.isEmpty() || Duration.between(lastAt, now).compareTo(LONGEST_PAUSE) <= 0) {
            return this;
        }
        var pause = "nobody listened for " + Duration.between(lastAt, now).toSeconds() + " s";
        var silent = state() == State.Unknown ? this : turned(new Turn(lastAt, now, State.Unknown, pause));
        return new Track(silent.turns, now, 0);
    }

    /** Not before the turn that was known already, and within a pause only where something is known to have happened. */
    private Instant begin(Reading reading, Track before) {
        if (turns.isEmpty()) {
            return reading.at();
        }
        var paused = lastAt.isAfter(before.lastAt);
        var earliest = paused ? before.lastAt : turns.getLast().from();
        if (reading.since().isAfter(earliest)) {
            return reading.since();
        }
        return paused ? reading.at() : earliest;
    }

    private Track readAt(Instant at) {
        return new Track(turns, at, 1);
    }

    /** A turn that begins where the last one did takes its place. */
    private Track turned(Turn turn) {
        var all = new ArrayList<>(turns);
        while (!all.isEmpty() && !all.getLast().from().isBefore(turn.from())) {
            all.removeLast();
        }
        if (all.isEmpty() || all.getLast().state() != turn.state()) {
            all.add(turn);
        }
        return new Track(Condensing.condensed(all), lastAt, row);
    }

    /** How it stands by the last reading. */
    public State state() {
        return turns.isEmpty() ? State.Unknown : turns.getLast().state();
    }

    /** Why, where it is not good. */
    public String message() {
        return turns.isEmpty() ? "nothing was heard yet" : turns.getLast().message();
    }

    /** Since when it stands so; empty before the first reading. */
    public Optional<Instant> since() {
        return turns.isEmpty() ? Optional.empty() : Optional.of(turns.getLast().from());
    }

    /** For how long nobody could tell how it stands, as of now; zero where somebody can. */
    public Duration blindFor(Instant now) {
        var silence = Duration.between(lastAt, now);
        if (turns.isEmpty()) {
            return silence;
        }
        if (state() == State.Unknown) {
            return Duration.between(turns.getLast().told(), now);
        }
        return silence.compareTo(LONGEST_PAUSE) > 0 ? silence : Duration.ZERO;
    }

    /** Whether it was known how it stood just before a turn that could first be told at that time. */
    public boolean isKnownBefore(Instant told) {
        for (var index = 1; index < turns.size(); index++) {
            if (turns.get(index).told().equals(told)) {
                return turns.get(index - 1).state() != State.Unknown;
            }
        }
        return false;
    }

    /** How it stood in a span of time, without a hole. */
    public List<Stretch> between(Instant from, Instant until) {
        return Stretches.of(this, from, until);
    }
}
