package dev.faultline.cluster.probe;

import dev.faultline.api.HealthProbe;

/** Of several probes that ask for the gate of one workload, one has the say. */
@FunctionalInterface
public interface GateContest {
    /** @param workload such as {@code Deployment/web} */
    boolean isWonBy(HealthProbe probe, String workload);
}
