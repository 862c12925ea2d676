package dev.faultline.policy;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.status.Finding;
import dev.faultline.policy.finding.FindingKind;
import dev.faultline.policy.target.SidecarState;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.trouble.Trouble;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether injection has done a workload harm, so that its new pods get no sidecar. The policy's status tells all
 * replicas. It ends when the policy changes: somebody has looked at it.
 */
public final class Suspension {
    /** How long a sidecar may fail to start; a registry that is away for a moment is no reason. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Suspension() {}

    public static boolean isOn(ResiliencePolicy policy, Workload.Key workload) {
        return standing(policy, workload).isPresent();
    }

    private static Optional<Finding> standing(ResiliencePolicy policy, Workload.Key workload) {
        var status = policy.getStatus();
        return status == null
                        || !Objects.equals(
                                status.observedGeneration(),
                                policy.getMetadata().getGeneration())
                ? Optional.empty()
                : Objects.requireNonNullElse(status.findings(), List.<Finding>of()).stream()
                        .filter(finding -> finding.finding().equals(FindingKind.InjectionSuspended.name()))
                        .filter(finding -> workload.attachedTo().equals(finding.target()))
                        .findFirst();
    }

    /** From now on, or as it stands; empty while all is well. */
    static Optional<Finding> finding(ResiliencePolicy policy, Workload workload) {
        return standing(policy, workload.key())
                .or(() -> harm(workload, sinceSpec(policy))
                        .map(harm -> FindingKind.InjectionSuspended.of(
                                workload.key(), "new pods are created without sidecar: " + harm)));
    }

    /** How long until a pod that fails to start has done so for too long; empty while none does. */
    static Optional<Duration> next(Workload workload) {
        return troubles(workload)
                .map(Patient::trouble)
                .filter(Trouble::isOfSidecar)
                .map(trouble -> PATIENCE.minus(trouble.lasting()))
                .filter(Duration::isPositive)
                .min(Duration::compareTo);
    }

    private record Patient(String pod, Trouble trouble) {}

    private static Optional<String> harm(Workload workload, Instant since) {
        var refused = workload.refusals().stream()
                .filter(refusal -> !refusal.time().isBefore(since))
                .map(refusal -> "one could not be created with it: " + refusal.message());
        var ill = troubles(workload)
                .filter(patient -> !patient.trouble().created().isBefore(since))
                .filter(patient -> isHarm(patient.trouble(), workload))
                .map(patient -> "pod " + patient.pod() + " "
                        + patient.trouble().symptom().words());
        return Stream.concat(refused, ill).findFirst();
    }

    private static Stream<Patient> troubles(Workload workload) {
        return workload.members().stream()
                .flatMap(member -> member.sidecar() instanceof SidecarState.Present sidecar
                        ? Stream.of(new Patient(member.name(), sidecar.trouble()))
                        : Stream.empty());
    }

    private static boolean isHarm(Trouble trouble, Workload workload) {
        return switch (trouble.symptom().kind()) {
            case None -> false;
            case SidecarCannotStart, SidecarNeverReady -> trouble.lasting().compareTo(PATIENCE) >= 0;
            case AppKeepsEnding -> runsOnlyWithout(workload);
        };
    }

    /** An app that ends with the sidecar and without it ends for another reason. */
    private static boolean runsOnlyWithout(Workload workload) {
        var ready = workload.members().stream().filter(Workload.Member::ready).toList();
        return !ready.isEmpty() && ready.stream().allMatch(member -> member.sidecar() instanceof SidecarState.Absent);
    }

    /** Since when the policy has been what it is: what came before was done under another. */
    private static Instant sinceSpec(ResiliencePolicy policy) {
        var metadata = policy.getMetadata();
        var changes = metadata.getManagedFields().stream()
                .filter(entry -> entry.getSubresource() == null)
                .map(ManagedFieldsEntry::getTime);
        return Stream.concat(changes, Stream.ofNullable(metadata.getCreationTimestamp()))
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}
