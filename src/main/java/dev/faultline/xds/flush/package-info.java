/** What a sidecar tells at once, read: bounded, whoever may have written it. */
@NullMarked
package dev.faultline.xds.flush;

import org.jspecify.annotations.NullMarked;
