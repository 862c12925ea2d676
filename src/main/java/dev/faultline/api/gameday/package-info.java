/**
 * A game day: a failure that is rehearsed by a schedule, and how its runs have gone. As in the whole API, the meaning,
 * range and default of a field stand in its {@code @JsonPropertyDescription}; Javadoc adds only what users need not
 * read. No decisions live here.
 */
@NullMarked
package dev.faultline.api.gameday;

import org.jspecify.annotations.NullMarked;
