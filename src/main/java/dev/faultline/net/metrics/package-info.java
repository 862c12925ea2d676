/**
 * Asks Prometheus. What it answers is one number or it is nothing: whatever else comes is not known, and said by its class.
 */
@NullMarked
package dev.faultline.net.metrics;

import org.jspecify.annotations.NullMarked;
