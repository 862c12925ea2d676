/** From a pod and the policy it is under to a pod with a sidecar, or to the reason why not. Pure; speaks no HTTP. */
@NullMarked
package dev.faultline.injection;

import org.jspecify.annotations.NullMarked;
