package dev.faultline.policy;

import dev.faultline.api.status.Finding;
import dev.faultline.policy.target.Workload;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is worth knowing about the sidecars of one workload, as its pods tell it. */
final class SidecarFindings {
    private SidecarFindings() {}

    static Stream<Finding> of(Workload.Key workload, SidecarPart sidecar) {
        var barred = sidecar.barred()
                ? Stream.of(FindingKind.AuthorityNameTaken.of(
                        workload, "ConfigMap faultline-ca belongs to someone else, so new pods get no sidecar"))
                : Stream.<Finding>empty();
        var suspended = sidecar.suspended().stream();
        var skipped = sidecar.skipped().stream()
                .map(reason -> FindingKind.SidecarSkipped.of(workload, "pods got no sidecar: " + reason));
        var open =
                sidecar.notCaptured().stream().map(note -> kind(note.reason()).of(workload, note.message()));
        return Stream.of(barred, suspended, skipped, open).flatMap(Function.identity());
    }

    /** Anybody may write on a pod, so not every word is one of ours. */
    private static FindingKind kind(String word) {
        return Arrays.stream(FindingKind.values())
                .filter(kind -> kind.name().equals(word))
                .findFirst()
                .orElse(FindingKind.NotCaptured);
    }
}
