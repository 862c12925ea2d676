/** Watched kinds, pruned to what somebody reads. */
@NullMarked
package dev.faultline.cluster.cache;

import org.jspecify.annotations.NullMarked;
