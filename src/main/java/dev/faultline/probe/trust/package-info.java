/** Whom checks trust and as whom they come: names of what the cluster keeps, and what a lookup of it gives. */
@NullMarked
package dev.faultline.probe.trust;

import org.jspecify.annotations.NullMarked;
