/** Answers about watched objects without going through all of them. No client, no judgement. */
@NullMarked
package dev.faultline.cluster.index;

import org.jspecify.annotations.NullMarked;
