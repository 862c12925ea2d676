/** What a sidecar makes of traces. Pure; knows nothing of calls and requests but their names. */
@NullMarked
package dev.faultline.envoy.trace;

import org.jspecify.annotations.NullMarked;
