package dev.faultline.api.status;

/**
 * One thing that has changed and that a person should hear of once, by an Event.
 *
 * @param action what the operator did about it, CamelCase
 * @param note names the object and the next step
 */
public record News(boolean warning, EventReason reason, String action, String note) {}
