/** Names of meters and log keys, and the meters themselves. No branching. */
@NullMarked
package dev.faultline.telemetry;

import org.jspecify.annotations.NullMarked;
