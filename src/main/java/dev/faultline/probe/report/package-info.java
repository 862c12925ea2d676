/** From what is known of a probe's checks to its status, and back after a restart. No clock, no socket. */
@NullMarked
package dev.faultline.probe.report;

import org.jspecify.annotations.NullMarked;
