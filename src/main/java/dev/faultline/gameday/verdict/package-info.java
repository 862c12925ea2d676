/**
 * Judges a run by what was heard of its signals: whether it may begin, whether it must stop, whether it is well again, and in
 * the end what held, how long it took to notice and to recover, and whether it has passed.
 */
@NullMarked
package dev.faultline.gameday.verdict;

import org.jspecify.annotations.NullMarked;
