/**
 * A game day as a whole: what its spec says of its schedule, what is known of its runs, which of them are kept, and what
 * its status says. No clock and no client.
 */
@NullMarked
package dev.faultline.gameday.calendar;

import org.jspecify.annotations.NullMarked;
