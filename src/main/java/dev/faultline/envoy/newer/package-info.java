/** What Envoy has and the generated classes do not. Pure. */
@NullMarked
package dev.faultline.envoy.newer;

import org.jspecify.annotations.NullMarked;
