package dev.faultline.envoy.reference;

import dev.faultline.envoy.ResourceType;

/**
 * A name that leads nowhere.
 *
 * @param resource which one has it in it
 */
public record Problem(ResourceType type, String resource, String message) {}
