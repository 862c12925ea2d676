/** A real Envoy, and our own server that it gets its configuration from. Needs no API server. */
@NullMarked
package dev.faultline.it.envoy;

import org.jspecify.annotations.NullMarked;
