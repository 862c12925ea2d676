/** When the operator restarts a workload, so that its pods get the sidecar. Decides alone; nothing is restarted here. */
@NullMarked
package dev.faultline.policy.rollout;

import org.jspecify.annotations.NullMarked;
