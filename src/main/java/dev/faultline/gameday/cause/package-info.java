/** Which run an incident is put down to. */
@NullMarked
package dev.faultline.gameday.cause;

import org.jspecify.annotations.NullMarked;
