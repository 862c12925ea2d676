/** Calls to dependencies, as a policy wants them. Pure. */
@NullMarked
package dev.faultline.policy.call;

import org.jspecify.annotations.NullMarked;
