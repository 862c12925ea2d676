package dev.faultline.policy;

import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.Proxies;
import dev.faultline.policy.live.Live;
import dev.faultline.policy.rollout.Remedy;
import dev.faultline.policy.rollout.Restart;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.text.Sentences;
import java.util.List;
import java.util.Map;
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
    static String behind(PolicyPlan.Planned plan, Map<Workload.Key, Restart> restarts) {
        return Sentences.listed(plan.attached().stream()
                .flatMap(target ->
                        behind(target, restarts.getOrDefault(target.key(), new Restart.None()), plan.namespace())));
    }

    private static Stream<String> behind(TargetPlan.Attached target, Restart restart, String namespace) {
        var sidecar = target.sidecar();
        if (sidecar.lacking() > 0 && sidecar.suspended().isEmpty()) {
            return Stream.of(lacking(target, restart, namespace));
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

    private static String lacking(TargetPlan.Attached target, Restart restart, String namespace) {
        var sidecar = target.sidecar();
        var name = target.key().attachedTo();
        var lack = sidecar.lacking() + " of " + pods(sidecar.expected()) + " of " + name
                + " lack the sidecar or one for all that the policy names";
        return switch (restart) {
            case Restart.None _ -> lack + ", which comes with a restart: " + Remedy.of(target.workload(), namespace);
            case Restart.UnderWay(var number, var of) ->
                "restarting " + name + " for the sidecar (" + number + " of " + workloads(of) + "), "
                        + sidecar.lacking() + " of " + pods(sidecar.expected()) + " lack it";
            case Restart.Due(var _, var _) -> lack + "; its restart is next";
            case Restart.Settling _ -> lack + "; its restart waits: new pods would not get it for sure yet";
            case Restart.Waiting(var why) -> lack + "; its restart waits: " + why;
            case Restart.Held(var why, var remedy) -> lack + "; not restarted automatically: " + why + ": " + remedy;
        };
    }

    private static String workloads(int count) {
        return count == 1 ? "1 workload" : count + " workloads";
    }

    /** How many of the pods that should have a sidecar have it; empty where none should. */
    static Optional<String> protectedPods(PolicyPlan.Planned plan) {
        var parts = wanted(plan);
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(sum(parts, SidecarPart::covered) + " of " + pods(sum(parts, SidecarPart::expected))
                        + " protected");
    }

    /** The breakers that are not closed, and the ports that shed requests. */
    static Stream<String> live(Live live) {
        return Stream.concat(breakers(live), live.shedding());
    }

    private static Stream<String> breakers(Live live) {
        return live.dependencies().stream().flatMap(dependency -> switch (dependency.state()) {
            case Open -> Stream.of(dependency.dependency() + " breaker open");
            case Partial -> Stream.of(dependency.dependency() + " breaker partly open (" + left(dependency) + ")");
            case Closed, Unknown -> Stream.empty();
        });
    }

    private static String left(DependencyStatus dependency) {
        return dependency.ejected() + " of " + dependency.endpoints()
                + (dependency.endpoints() != null && dependency.endpoints() == 1 ? " endpoint" : " endpoints")
                + " ejected";
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
