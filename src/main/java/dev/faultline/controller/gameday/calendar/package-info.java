/** The reconciler of game days: order only. */
@NullMarked
package dev.faultline.controller.gameday.calendar;

import org.jspecify.annotations.NullMarked;
