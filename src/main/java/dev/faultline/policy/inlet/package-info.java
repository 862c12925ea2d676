/** Which ports of a pod its sidecar takes over by their names, and what leads past it. Pure. */
@NullMarked
package dev.faultline.policy.inlet;

import org.jspecify.annotations.NullMarked;
