/**
 * What a run does by what it hears while it is under way: whether it may begin, whether it must stop, whether a step is over,
 * and whether it may be judged.
 */
@NullMarked
package dev.faultline.gameday.watch;

import org.jspecify.annotations.NullMarked;
