package dev.faultline.policy;

import dev.faultline.api.status.Finding;
import dev.faultline.policy.target.Workload;
import java.util.Arrays;
import java.util.stream.Stream;

/** What is worth knowing about the sidecars of one workload, as its pods tell it. */
final class SidecarFindings {
    private static final int LONGEST = 900;

    private SidecarFindings() {}

    static Stream<Finding> of(Workload.Key workload, SidecarPart sidecar) {
        var skipped = sidecar.skipped().stream()
                .map(reason -> finding(FindingKind.SidecarSkipped, workload, "pods got no sidecar: " + reason));
        var open = sidecar.notCaptured().stream()
                .map(line -> finding(
                        kind(word(line)),
                        workload,
                        line.substring(line.indexOf(':') + 1).strip()));
        return Stream.concat(skipped, open);
    }

    private static String word(String line) {
        return line.substring(0, Math.max(0, line.indexOf(':')));
    }

    /** Anybody may write on a pod, so not every word is one of ours. */
    private static FindingKind kind(String word) {
        return Arrays.stream(FindingKind.values())
                .filter(kind -> kind.name().equals(word))
                .findFirst()
                .orElse(FindingKind.NotCaptured);
    }

    private static Finding finding(FindingKind kind, Workload.Key workload, String what) {
        var text = what.length() <= LONGEST ? what : what.substring(0, LONGEST - 1) + "…";
        return new Finding(kind.name(), kind.severity(), text + "; " + kind.nextStep(), workload.attachedTo());
    }
}
