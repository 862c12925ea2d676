/** What a rehearsed failure does, when, and what came of it. Pure: nothing here is carried out. */
@NullMarked
package dev.faultline.gameday;

import org.jspecify.annotations.NullMarked;
