/** The reconciler of runs: order only. */
@NullMarked
package dev.faultline.controller.gameday;

import org.jspecify.annotations.NullMarked;
