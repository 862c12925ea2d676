/**
 * Judges pods one by one, and from them the rows of a check that asks each pod. What a pod writes about itself is read
 * with care: its words are its own, and none of them but the names of entries is shown.
 */
@NullMarked
package dev.faultline.probe.pod;

import org.jspecify.annotations.NullMarked;
