/**
 * From a policy and what surrounds it to what must exist, and to the status that says so.
 * Pure functions over records: no clock, no client, no logger.
 */
@NullMarked
package dev.faultline.policy;

import org.jspecify.annotations.NullMarked;
