/** Whether the resources of one configuration fit together: Envoy takes a name that is not there without a word. Pure. */
@NullMarked
package dev.faultline.envoy.reference;

import org.jspecify.annotations.NullMarked;
