package dev.faultline.probe.shallow;

/** One workload that a probe claims, and what became of the claim. */
public sealed interface Claimed {
    /** Kind and name, such as {@code Deployment/web}. */
    String attachedTo();

    /** Nobody else sets probes on its pods, or this one does not either. */
    record Held(String attachedTo, Inquiry inquiry) implements Claimed {}

    /** @param winner name of the probe that has it */
    record Lost(String attachedTo, String winner) implements Claimed {}

    /** Named by the probe, but not there. */
    record Missing(String attachedTo) implements Claimed {}
}
