/** How the dependencies of a policy fare, by what sidecars have counted. No clock, no network. */
@NullMarked
package dev.faultline.policy.live;

import org.jspecify.annotations.NullMarked;
