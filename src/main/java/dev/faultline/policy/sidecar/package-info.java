/** From a policy and what a pod's sidecar has captured to what that sidecar must do. Pure. */
@NullMarked
package dev.faultline.policy.sidecar;

import org.jspecify.annotations.NullMarked;
