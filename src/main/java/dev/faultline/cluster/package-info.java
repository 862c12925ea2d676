/** All Kubernetes I/O: what is watched, what is written. No judgement. */
@NullMarked
package dev.faultline.cluster;

import org.jspecify.annotations.NullMarked;
