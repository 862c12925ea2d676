package dev.faultline.policy;

import dev.faultline.api.ResiliencePolicySpec;
import java.util.ArrayList;
import java.util.List;

/** What a policy may say and this version does not do yet. It is named, so that nobody counts on it. */
final class Unsupported {
    private Unsupported() {}

    /** Paths of the fields, in the order of the schema. */
    static List<String> in(ResiliencePolicySpec spec) {
        var paths = new ArrayList<String>();
        if (spec.telemetry() != null && spec.telemetry().tracing() != null) {
            paths.add("spec.telemetry.tracing");
        }
        return List.copyOf(paths);
    }
}
