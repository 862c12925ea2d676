package dev.faultline.probe;

import dev.faultline.api.probe.CheckStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of one check.
 *
 * @param state as judged; silence leaves it as it is
 * @param since the first sample of the row that decided the state
 * @param lastAt the last sample; before the first one, when the check was first known
 * @param contrary answers at the end that contradict the state, too few to change it
 * @param silence why the operator cannot ask at the moment
 * @param message what the last bad answer was
 * @param latency of the last good answer
 * @param turns changes that availability has not been told of yet, oldest first
 * @param base the state before those changes
 * @param flips when the check changed between passing and failing, as far back as counts for flapping
 */
public record Track(
        State state,
        Instant since,
        Instant lastAt,
        Optional<Row> contrary,
        Optional<String> silence,
        String message,
        Optional<Duration> latency,
        List<Turn> turns,
        State base,
        List<Instant> flips) {

    /** Answers that are alike, one after the other. */
    public record Row(Instant began, int length) {
        Row longer() {
            return new Row(began, length + 1);
        }
    }

    /** From when on a check stood differently. */
    public record Turn(Instant at, State state) {}

    /** A check that has not been asked yet. */
    public static Track fresh(Instant now) {
        return remembered(State.Unknown, now, now, "");
    }

    /** A check as somebody left it who watched it until then. */
    public static Track remembered(State state, Instant since, Instant watchedUntil, String message) {
        return new Track(
                state,
                since,
                watchedUntil,
                Optional.empty(),
                Optional.empty(),
                message,
                Optional.empty(),
                List.of(),
                state,
                List.of());
    }

    /** Whether nothing can be said of the check now. */
    public boolean isUnknown() {
        return state == State.Unknown || silence.isPresent();
    }

    public boolean isFailing() {
        return state == State.Failing;
    }

    /** The state that people are shown. */
    public State shown() {
        return isUnknown() ? State.Unknown : state;
    }

    /** Until when it is decided how the check stood. */
    Instant settledUntil() {
        return contrary.map(Row::began).orElse(lastAt);
    }

    public boolean isFlapping(Rules rules) {
        return flips.size() > rules.maxTransitions();
    }

    /** What people are told of a check, apart from numbers that move with every sample. */
    record Told(State state, Instant since, Optional<String> silence, String message, boolean flapping) {}

    Told told(Rules rules) {
        return new Told(state, since, silence, isFailing() ? message : "", isFlapping(rules));
    }

    /** How the check stood at a moment that is settled and not accounted for yet. */
    State at(Instant moment) {
        return turns.stream()
                .filter(turn -> !turn.at().isAfter(moment))
                .reduce((_, later) -> later)
                .map(Turn::state)
                .orElse(base);
    }

    /** The same without the turns up to a moment, which availability has been told of. */
    public Track accountedUntil(Instant moment) {
        var left = turns.stream().filter(turn -> turn.at().isAfter(moment)).toList();
        return new Track(state, since, lastAt, contrary, silence, message, latency, left, at(moment), flips);
    }

    Track turned(Turn turn) {
        var all = Stream.concat(turns.stream(), Stream.of(turn)).toList();
        return new Track(state, since, lastAt, contrary, silence, message, latency, all, base, flips);
    }

    Track into(State next, Instant from, String words) {
        return new Track(next, from, lastAt, Optional.empty(), silence, words, latency, turns, base, flips)
                .turned(new Turn(from, next));
    }

    Track withContrary(Optional<Row> row) {
        return new Track(state, since, lastAt, row, silence, message, latency, turns, base, flips);
    }

    Track withMessage(String words) {
        return new Track(state, since, lastAt, contrary, silence, words, latency, turns, base, flips);
    }

    Track withSilence(Optional<String> reason) {
        return new Track(state, since, lastAt, contrary, reason, message, latency, turns, base, flips);
    }

    Track withLatency(Duration taken) {
        return new Track(state, since, lastAt, contrary, silence, message, Optional.of(taken), turns, base, flips);
    }

    /** Of an entry nobody knows how long it took. */
    Track withoutLatency() {
        return new Track(state, since, lastAt, contrary, silence, message, Optional.empty(), turns, base, flips);
    }

    Track withFlips(List<Instant> times) {
        return new Track(state, since, lastAt, contrary, silence, message, latency, turns, base, times);
    }

    Track askedAt(Instant at) {
        return new Track(state, since, at, contrary, silence, message, latency, turns, base, flips);
    }
}
