/** Hosts that a pod template mentions, and nothing else of what it says. Pure. */
@NullMarked
package dev.faultline.policy.mention;

import org.jspecify.annotations.NullMarked;
