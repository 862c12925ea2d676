package dev.faultline.probe.pod;

/**
 * A pod that may be asked.
 *
 * @param uid which tells it from another one that has its name later
 * @param workload whose pod it is, such as {@code Deployment/web}
 */
public record PodRef(String uid, String name, String workload) {}
