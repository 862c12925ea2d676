/** What probes need to know of the cluster: what an address is, and what is kept for them. Judges nothing. */
@NullMarked
package dev.faultline.cluster.probe;

import org.jspecify.annotations.NullMarked;
