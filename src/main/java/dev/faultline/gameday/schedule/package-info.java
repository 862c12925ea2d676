/**
 * When runs of a game day start: cron, time zone, windows, exclusions, missed starts. No clock and no client: what is
 * known goes in, what is to be done comes out.
 */
@NullMarked
package dev.faultline.gameday.schedule;

import org.jspecify.annotations.NullMarked;
