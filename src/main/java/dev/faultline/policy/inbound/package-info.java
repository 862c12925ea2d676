/** Requests to a workload, as a policy wants them. Pure. */
@NullMarked
package dev.faultline.policy.inbound;

import org.jspecify.annotations.NullMarked;
