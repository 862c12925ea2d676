/** Restarts workloads: the one thing of theirs that the operator changes. What is decided elsewhere is done here. */
@NullMarked
package dev.faultline.cluster.rollout;

import org.jspecify.annotations.NullMarked;
