package dev.faultline.gameday.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was measured.
 *
 * @param effect the zero of the time to detect: when the effect was seen of the fault that all this is put down to; empty
 *     where none was seen
 */
public record Times(Optional<Instant> effect, Impact impact, Detection detection, Recovery recovery) {
    /** Whether users felt anything. */
    public sealed interface Impact {
        record NotAsked() implements Impact {}

        /** Nothing bad was seen, all the time. */
        record None() implements Impact {}

        /** @param at the first bad sample */
        record Seen(Instant at) implements Impact {}

        /** @param why nobody can tell */
        record Unclear(String why) implements Impact {}
    }

    /** Whether the fault was noticed. */
    public sealed interface Detection {
        record NotAsked() implements Detection {}

        record Undetected() implements Detection {}

        /**
         * @param at when it could be told
         * @param taken since the effect
         */
        record Detected(Instant at, Duration taken) implements Detection {}

        /** @param why nobody can tell */
        record Unclear(String why) implements Detection {}
    }

    /** Whether users are served again. */
    public sealed interface Recovery {
        record NotAsked() implements Recovery {}

        /** Users felt nothing. */
        record NotNeeded() implements Recovery {}

        record Unrecovered() implements Recovery {}

        /**
         * @param at the beginning of the first stable healthy window
         * @param taken since the first bad sample
         * @param duringFault whether it was before anything was put back
         */
        record Recovered(Instant at, Duration taken, boolean duringFault) implements Recovery {}

        /** @param why nobody can tell */
        record Unclear(String why) implements Recovery {}
    }
}
