/**
 * What a HealthProbe says: how health is asked for and judged, and what was seen. As in the whole API, the meaning,
 * range and default of a field stand in its {@code @JsonPropertyDescription}; Javadoc adds only what users need not
 * read. No decisions live here.
 */
@NullMarked
package dev.faultline.api.probe;

import org.jspecify.annotations.NullMarked;
