package dev.faultline.policy;

import dev.faultline.api.status.Proxies;
import dev.faultline.policy.target.Workload;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sentences about the sidecars of a policy. */
final class SidecarWords {
    private SidecarWords() {}

    /** What Envoy has refused; empty when nothing. */
    static String rejected(PolicyPlan.Planned plan) {
        return Sentences.listed(plan.attached().stream()
                .flatMap(target -> target.sidecar().rejected().stream()
                        .distinct()
                        .map(message -> target.key().attachedTo()
                                + ": a sidecar refuses its configuration and keeps the last good one: "
                                + message)));
    }

    /** Whose new pods get no sidecar, since it has harmed others; empty when none. */
    static String suspended(PolicyPlan.Planned plan) {
        return Sentences.listed(plan.attached().stream()
                .filter(target -> target.sidecar().suspended().isPresent())
                .map(target -> target.key().attachedTo() + ": injection is suspended, see finding InjectionSuspended"));
    }

    /** Pods without sidecar, and sidecars without the newest configuration; empty when there are none. */
    static String behind(PolicyPlan.Planned plan) {
        return Sentences.listed(plan.attached().stream().flatMap(target -> behind(target, plan.namespace())));
    }

    private static Stream<String> behind(TargetPlan.Attached target, String namespace) {
        var sidecar = target.sidecar();
        if (sidecar.lacking() > 0 && sidecar.suspended().isEmpty()) {
            return Stream.of(sidecar.lacking() + " of " + pods(sidecar.expected()) + " of "
                    + target.key().attachedTo()
                    + " lack the sidecar or one for all dependencies, which comes with a restart: "
                    + restart(target.key(), namespace));
        }
        var away = sidecar.covered() - sidecar.current();
        return away > 0
                ? Stream.of(target.key().attachedTo() + ": " + away + " of " + sidecar.covered()
                        + " sidecars do not run the newest configuration yet")
                : Stream.empty();
    }

    private static String pods(int count) {
        return count == 1 ? "1 pod" : count + " pods";
    }

    private static String restart(Workload.Key key, String namespace) {
        var kind = switch (key.kind()) {
            case Deployment -> "deployment/";
            case StatefulSet -> "statefulset/";
        };
        return "kubectl rollout restart " + kind + key.name() + " -n " + namespace;
    }

    /** How many of the pods that should have a sidecar have it; empty where none should. */
    static Optional<String> protectedPods(PolicyPlan.Planned plan) {
        var parts = wanted(plan);
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(sum(parts, SidecarPart::covered) + " of " + pods(sum(parts, SidecarPart::expected))
                        + " protected");
    }

    /** Of all targets together; null, as in status, where none is to have sidecars. */
    static @Nullable Proxies proxies(PolicyPlan.Planned plan) {
        var parts = wanted(plan);
        return parts.isEmpty()
                ? null
                : new Proxies(
                        sum(parts, SidecarPart::expected),
                        sum(parts, SidecarPart::connected),
                        sum(parts, SidecarPart::current),
                        sum(parts, part -> part.rejected().size()));
    }

    private static int sum(List<SidecarPart> parts, ToIntFunction<SidecarPart> count) {
        return parts.stream().mapToInt(count).sum();
    }

    private static List<SidecarPart> wanted(PolicyPlan.Planned plan) {
        return plan.attached().stream()
                .map(TargetPlan.Attached::sidecar)
                .filter(SidecarPart::wanted)
                .toList();
    }
}
