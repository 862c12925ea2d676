/**
 * What a policy says about requests: those a workload receives and those it makes. As in the whole API, the meaning,
 * range and default of a field stand in its {@code @JsonPropertyDescription}, which {@code kubectl explain} prints;
 * Javadoc adds only what users need not read. No decisions live here.
 */
@NullMarked
package dev.faultline.api.traffic;

import org.jspecify.annotations.NullMarked;
