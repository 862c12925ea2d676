package dev.faultline.policy;

import dev.faultline.api.status.Finding;
import dev.faultline.policy.call.Call;
import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.capture.NotCaptured;
import dev.faultline.policy.finding.CallFindings;
import dev.faultline.policy.finding.FindingKind;
import dev.faultline.policy.target.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is worth knowing about the sidecars of one workload, as its pods tell it. */
final class SidecarFindings {
    private SidecarFindings() {}

    /** @param calls of the policy */
    static Stream<Finding> of(Workload.Key workload, SidecarPart sidecar, List<Call> calls, KnownServices services) {
        var barred = sidecar.barred()
                ? Stream.of(FindingKind.AuthorityNameTaken.of(
                        workload, "ConfigMap faultline-ca belongs to someone else, so new pods get no sidecar"))
                : Stream.<Finding>empty();
        var suspended = sidecar.suspended().stream();
        var skipped = sidecar.skipped().stream()
                .map(reason -> FindingKind.SidecarSkipped.of(workload, "pods got no sidecar: " + reason));
        var open = sidecar.notCaptured().stream()
                .filter(note -> !isSaidOfThePolicy(note, calls, services))
                .map(note -> finding(workload, note));
        return Stream.of(barred, suspended, skipped, open).flatMap(Function.identity());
    }

    /** That a Service is missing is said of the policy, for as long as it is. */
    private static boolean isSaidOfThePolicy(NotCaptured.Note note, List<Call> calls, KnownServices services) {
        return isOfUnknownService(note)
                && calls.stream()
                        .filter(call -> note.dependencies().contains(call.name()))
                        .anyMatch(call -> CallFindings.isUnknown(call, services));
    }

    private static boolean isOfUnknownService(NotCaptured.Note note) {
        return note.reason().equals(FindingKind.UnknownService.name());
    }

    /** A Service that was missing when the pods were created need not be any more, but they still do not capture it. */
    private static Finding finding(Workload.Key workload, NotCaptured.Note note) {
        return isOfUnknownService(note)
                ? FindingKind.NotCaptured.of(
                        workload,
                        "the Service of dependency " + String.join(", ", note.dependencies())
                                + " was not there when the pods were created")
                : kind(note.reason()).of(workload, note.message());
    }

    /** Anybody may write on a pod, so not every word is one of ours. */
    private static FindingKind kind(String word) {
        return Arrays.stream(FindingKind.values())
                .filter(kind -> kind.name().equals(word))
                .findFirst()
                .orElse(FindingKind.NotCaptured);
    }
}
