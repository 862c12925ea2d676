/** What is worth knowing about a policy and its workloads, and how much each weighs. Pure. */
@NullMarked
package dev.faultline.policy.finding;

import org.jspecify.annotations.NullMarked;
