package dev.faultline.cluster.rollout;

import dev.faultline.policy.target.Replacement;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** The merge patch that makes a workload replace its pods: one annotation of its pod template. */
final class RestartPatch {
    private RestartPatch() {}

    /** The API server refuses it with 409 for any other version of the object than the one that was decided upon. */
    static String of(Replacement.Version version, String mark) {
        return Serialization.asJson(Map.of(
                "metadata",
                Map.of("uid", version.uid(), "resourceVersion", version.resourceVersion()),
                "spec",
                Map.of(
                        "template",
                        Map.of("metadata", Map.of("annotations", Map.of(Replacement.RESTARTED_FOR, mark))))));
    }
}
