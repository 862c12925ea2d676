package dev.faultline.probe;

import java.time.Duration;

/** Asks once. */
@FunctionalInterface
public interface Prober {
    /**
     * @param namespace of the probe, which decides what may be dialled
     * @param timeout until when there is an answer, whatever the other side does
     */
    Answer ask(String namespace, Aim aim, Duration timeout);
}
