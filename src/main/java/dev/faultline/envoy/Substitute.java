package dev.faultline.envoy;

import dev.faultline.api.traffic.Fallback.When;
import java.util.Set;

/**
 * The answer given in place of a dependency that fails.
 *
 * @param when what counts as failure; not empty
 * @param status of HTTP, 200 to 599
 * @param body at most 4096 bytes
 */
public record Substitute(Set<When> when, int status, String contentType, String body) {}
