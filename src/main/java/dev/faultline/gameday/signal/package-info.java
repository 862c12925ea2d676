/**
 * What a run of a game day listens to, and what has been heard of it: a signal, its readings, and the turns that they show.
 * Nobody is asked here.
 */
@NullMarked
package dev.faultline.gameday.signal;

import org.jspecify.annotations.NullMarked;
