/** Workloads, who claims them and who wins. Pure. */
@NullMarked
package dev.faultline.policy.target;

import org.jspecify.annotations.NullMarked;
