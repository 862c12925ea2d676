package dev.faultline.policy;

import dev.faultline.api.ResiliencePolicySpec;
import dev.faultline.api.traffic.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a policy may say and this version does not do yet. It is named, so that nobody counts on it. */
final class Unsupported {
    private Unsupported() {}

    /** Paths of the fields, in the order of the schema. */
    static List<String> in(ResiliencePolicySpec spec) {
        var paths = new ArrayList<String>();
        if (spec.inbound() != null && !spec.inbound().isEmpty()) {
            paths.add("spec.inbound");
        }
        var dependencies = Objects.requireNonNullElse(spec.dependencies(), List.<Dependency>of());
        for (var dependency : dependencies) {
            var path = "spec.dependencies[" + dependencies.indexOf(dependency) + "].";
            add(paths, path + "fallback", dependency.fallback());
        }
        add(paths, "spec.telemetry", spec.telemetry());
        return List.copyOf(paths);
    }

    private static void add(List<String> paths, String path, @Nullable Object value) {
        if (value != null) {
            paths.add(path);
        }
    }
}
