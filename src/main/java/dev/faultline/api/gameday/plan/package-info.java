/**
 * What a run of a game day is to do, as written: steps and their faults, what must hold meanwhile, what is measured,
 * and where it stops. As in the whole API, the meaning, range and default of a field stand in its
 * {@code @JsonPropertyDescription}; Javadoc adds only what users need not read. No decisions live here.
 */
@NullMarked
package dev.faultline.api.gameday.plan;

import org.jspecify.annotations.NullMarked;
