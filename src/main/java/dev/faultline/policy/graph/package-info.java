/** The calls that policies declare, from workload to workload, and what follows from them. Pure. */
@NullMarked
package dev.faultline.policy.graph;

import org.jspecify.annotations.NullMarked;
