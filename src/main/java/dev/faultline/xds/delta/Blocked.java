package dev.faultline.xds.delta;

import dev.faultline.envoy.ResourceType;

/**
 * A resource that a proxy is to have and does not get.
 *
 * @param message Envoy's own words when it has refused it; ours when it was never sent
 */
public record Blocked(ResourceType type, String name, String message) {}
