/** All of game days that meets the API server: runs, faults and what puts them back, locks, the emergency stop. */
@NullMarked
package dev.faultline.cluster.gameday;

import org.jspecify.annotations.NullMarked;
