/** A rehearsal, parsed, and the targets that are chosen for it. */
@NullMarked
package dev.faultline.gameday.plan;

import org.jspecify.annotations.NullMarked;
