package dev.faultline.policy;

import dev.faultline.api.ResiliencePolicySpec;
import dev.faultline.api.traffic.Inbound;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a policy may say and this version does not do yet. It is named, so that nobody counts on it. */
final class Unsupported {
    private Unsupported() {}

    /** Paths of the fields, in the order of the schema. */
    static List<String> in(ResiliencePolicySpec spec) {
        var paths = new ArrayList<String>();
        var inbound = Objects.requireNonNullElse(spec.inbound(), List.<Inbound>of());
        add("deadline", inbound, Inbound::deadline, paths);
        add("maxConcurrentRequests", inbound, Inbound::maxConcurrentRequests, paths);
        add("shedding", inbound, Inbound::shedding, paths);
        add("routeClasses", inbound, Inbound::routeClasses, paths);
        if (spec.telemetry() != null && spec.telemetry().tracing() != null) {
            paths.add("spec.telemetry.tracing");
        }
        return List.copyOf(paths);
    }

    private static void add(
            String field, List<Inbound> inbound, Function<Inbound, @Nullable Object> value, List<String> paths) {
        if (inbound.stream().anyMatch(port -> value.apply(port) != null)) {
            paths.add("spec.inbound." + field);
        }
    }
}
