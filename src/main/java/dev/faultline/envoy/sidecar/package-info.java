/** All that one sidecar gets, out of both directions. Pure. */
@NullMarked
package dev.faultline.envoy.sidecar;

import org.jspecify.annotations.NullMarked;
