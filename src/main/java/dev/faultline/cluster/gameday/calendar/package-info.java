/** Runs of game days as the API server has them: watched, made, ended and removed. What is to become of them is decided elsewhere. */
@NullMarked
package dev.faultline.cluster.gameday.calendar;

import org.jspecify.annotations.NullMarked;
