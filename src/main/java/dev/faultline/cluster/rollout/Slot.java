package dev.faultline.cluster.rollout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The one restart that may go on at a time, from before it is written until the watch tells of it. */
final class Slot {
    /** The index of what is under way gets a version a moment after the cache does. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** After which the watch has told of a write whose answer was lost. */
    static final Duration LOST = Duration.ofSeconds(10);

    private final Clock clock;
    private State state = new State.Free();

    Slot(Clock clock) {
        this.clock = clock;
    }

    private sealed interface State {
        record Free() implements State {}

        record Writing() implements State {}

        record Written(Seen seen, Instant at) implements State {}

        record Unknown(Instant at) implements State {}
    }

    /** Whether the cache has what was written. */
    @FunctionalInterface
    interface Seen {
        boolean isSeen();
    }

    synchronized boolean isFree() {
        return switch (state) {
            case State.Free _ -> true;
            case State.Writing _ -> false;
            case State.Written(var seen, var at) -> isOver(at, MOMENT) && seen.isSeen();
            case State.Unknown(var at) -> isOver(at, LOST);
        };
    }

    private boolean isOver(Instant at, Duration span) {
        return at.plus(span).isBefore(clock.instant());
    }

    /** @return whether it was free */
    synchronized boolean take() {
        var free = isFree();
        if (free) {
            state = new State.Writing();
        }
        return free;
    }

    synchronized void written(Seen seen) {
        state = new State.Written(seen, clock.instant());
    }

    /** Nothing was written. */
    synchronized void refused() {
        state = new State.Free();
    }

    /** Nobody knows whether it was. */
    synchronized void lost() {
        state = new State.Unknown(clock.instant());
    }
}
