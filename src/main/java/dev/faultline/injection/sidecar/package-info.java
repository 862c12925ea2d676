/** The sidecar as it stands in a pod: container, volumes, size, aliases, annotations. Pure. */
@NullMarked
package dev.faultline.injection.sidecar;

import org.jspecify.annotations.NullMarked;
