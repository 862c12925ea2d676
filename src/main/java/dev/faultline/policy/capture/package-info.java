/** Which hosts a pod's sidecar stands in for, and at which addresses. Pure. */
@NullMarked
package dev.faultline.policy.capture;

import org.jspecify.annotations.NullMarked;
