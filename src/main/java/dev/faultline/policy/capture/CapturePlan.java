package dev.faultline.policy.capture;

import java.util.List;

/**
 * What a pod that is created now is to have captured.
 *
 * @param notCaptured what it is not to have captured although a dependency names it, in the order of the policy
 */
public record CapturePlan(Capture capture, List<NotCaptured> notCaptured) {}
