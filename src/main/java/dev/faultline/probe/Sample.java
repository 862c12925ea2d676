package dev.faultline.probe;

import java.time.Instant;

/**
 * One answer and its time.
 *
 * @param at when it came
 */
public record Sample(Instant at, Answer answer) {}
