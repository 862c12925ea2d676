/** What replicas tell each other of their proxies: directly, never through the API server. */
@NullMarked
package dev.faultline.xds.peer;

import org.jspecify.annotations.NullMarked;
