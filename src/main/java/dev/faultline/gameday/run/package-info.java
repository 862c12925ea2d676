/** The run of a game day as a table: where it stands, what it goes by, and what comes next. */
@NullMarked
package dev.faultline.gameday.run;

import org.jspecify.annotations.NullMarked;
