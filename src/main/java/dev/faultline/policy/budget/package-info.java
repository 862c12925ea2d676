/** Which disruption budget a workload gets, as an object, and what a drain would meet. Pure. */
@NullMarked
package dev.faultline.policy.budget;

import org.jspecify.annotations.NullMarked;
