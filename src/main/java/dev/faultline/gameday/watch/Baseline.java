package dev.faultline.gameday.watch;

/** Whether what must be good before a fault is good. */
public sealed interface Baseline {
    /** @param message what is waited for */
    record Waiting(String message) implements Baseline {}

    record Steady() implements Baseline {}

    /** @param message what was not good, and why */
    record NotSteady(String message) implements Baseline {}
}
