/**
 * Judges health: from the answers that checks get to a verdict, and from there to incidents, availability and status.
 * No clock, no socket: what happened and when it did comes in, what follows from it goes out.
 */
@NullMarked
package dev.faultline.probe;

import org.jspecify.annotations.NullMarked;
