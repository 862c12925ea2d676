/** Which replica writes. */
@NullMarked
package dev.faultline.cluster.election;

import org.jspecify.annotations.NullMarked;
