/** Writes the readiness condition of pods. What it is to be is decided elsewhere. */
@NullMarked
package dev.faultline.cluster.gate;

import org.jspecify.annotations.NullMarked;
