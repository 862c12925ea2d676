/** Reads the configuration and puts the parts together. No rules live here. */
@NullMarked
package dev.faultline;

import org.jspecify.annotations.NullMarked;
