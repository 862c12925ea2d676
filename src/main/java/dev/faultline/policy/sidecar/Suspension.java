package dev.faultline.policy.sidecar;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.status.Finding;
import dev.faultline.policy.FindingKind;
import dev.faultline.policy.target.Workload;
import java.util.List;
import java.util.Objects;

/** Whether injection has done a workload harm, as the policy's status tells all replicas. */
public final class Suspension {
    private Suspension() {}

    /** Off again when the policy changes: somebody has looked at it. */
    public static boolean isOn(ResiliencePolicy policy, Workload.Key workload) {
        var status = policy.getStatus();
        return status != null
                && Objects.equals(
                        status.observedGeneration(), policy.getMetadata().getGeneration())
                && Objects.requireNonNullElse(status.findings(), List.<Finding>of()).stream()
                        .anyMatch(finding -> finding.finding().equals(FindingKind.InjectionSuspended.name())
                                && workload.attachedTo().equals(finding.target()));
    }
}
