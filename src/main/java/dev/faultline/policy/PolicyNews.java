package dev.faultline.policy;

import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.DependencyStatus;
import dev.faultline.api.status.DependencyStatus.State;
import dev.faultline.api.status.EventReason;
import dev.faultline.api.status.Finding;
import dev.faultline.api.status.News;
import dev.faultline.api.status.Severity;
import dev.faultline.api.status.TargetState;
import dev.faultline.api.status.TargetStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is new in a policy's status. */
public final class PolicyNews {
    private PolicyNews() {}

    /** What is new in a status: grave findings, targets lost to another policy, a refused spec, breakers that moved. */
    public static List<News> between(@Nullable ResiliencePolicyStatus before, ResiliencePolicyStatus after) {
        return Stream.of(
                        findings(before, after),
                        conflicts(before, after),
                        refusal(before, after),
                        breakers(before, after))
                .flatMap(news -> news)
                .toList();
    }

    private static Stream<News> findings(@Nullable ResiliencePolicyStatus before, ResiliencePolicyStatus after) {
        var known = findings(before).map(PolicyNews::identity).collect(Collectors.toSet());
        return findings(after)
                .filter(finding -> finding.severity() != Severity.Info)
                .filter(finding -> !known.contains(identity(finding)))
                .map(finding -> new News(
                        true,
                        EventReason.FindingAppeared,
                        "Inspect",
                        (finding.target() == null ? "" : finding.target() + ": ") + finding.finding() + ": "
                                + finding.message()));
    }

    private static Stream<Finding> findings(@Nullable ResiliencePolicyStatus status) {
        return status == null || status.findings() == null ? Stream.empty() : status.findings().stream();
    }

    private static String identity(Finding finding) {
        return finding.finding() + " " + finding.target();
    }

    private static Stream<News> conflicts(@Nullable ResiliencePolicyStatus before, ResiliencePolicyStatus after) {
        Set<String> known = before == null
                ? new HashSet<>()
                : conflicted(before).map(TargetStatus::attachedTo).collect(Collectors.toSet());
        return conflicted(after)
                .filter(target -> !known.contains(target.attachedTo()))
                .map(target -> new News(
                        true,
                        EventReason.PolicyConflicted,
                        "Yield",
                        target.attachedTo() + ": " + target.message()
                                + "; delete one of the two, or name the target in one only"));
    }

    private static Stream<TargetStatus> conflicted(ResiliencePolicyStatus status) {
        return Objects.requireNonNullElse(status.targets(), List.<TargetStatus>of()).stream()
                .filter(target -> target.state() == TargetState.Conflicted);
    }

    private static Stream<News> breakers(@Nullable ResiliencePolicyStatus before, ResiliencePolicyStatus after) {
        var states = dependencies(before)
                .collect(Collectors.toMap(DependencyStatus::dependency, DependencyStatus::state, (one, _) -> one));
        return dependencies(after).flatMap(dependency -> {
            var former = states.getOrDefault(dependency.dependency(), State.Unknown);
            var now = dependency.state();
            if (now == State.Open && former != State.Open) {
                return Stream.of(opened(dependency, after));
            }
            return former == State.Open && (now == State.Closed || now == State.Partial)
                    ? Stream.of(closed(dependency))
                    : Stream.empty();
        });
    }

    private static Stream<DependencyStatus> dependencies(@Nullable ResiliencePolicyStatus status) {
        return status == null || status.dependencies() == null ? Stream.empty() : status.dependencies().stream();
    }

    private static News opened(DependencyStatus dependency, ResiliencePolicyStatus status) {
        var why = condition(status, ConditionType.Degraded)
                .map(Condition::getMessage)
                .orElse(dependency.dependency() + " is open");
        return new News(
                true,
                EventReason.BreakerOpened,
                "FailFast",
                "dependency " + dependency.dependency() + ": calls fail at once, or get their fallback: " + why
                        + "; look at its pods, and at status.dependencies");
    }

    private static News closed(DependencyStatus dependency) {
        return new News(
                false,
                EventReason.BreakerClosed,
                "LetThrough",
                "dependency " + dependency.dependency() + ": calls are let through again, " + dependency.ejected()
                        + " of " + dependency.endpoints() + " endpoints ejected");
    }

    private static Stream<News> refusal(@Nullable ResiliencePolicyStatus before, ResiliencePolicyStatus after) {
        var refused = refused(after).map(Condition::getMessage);
        var known = Optional.ofNullable(before).flatMap(PolicyNews::refused).map(Condition::getMessage);
        return refused.filter(message -> !known.equals(Optional.of(message))).stream()
                .map(message -> new News(true, EventReason.PolicyInvalid, "KeepLastGood", message));
    }

    private static Optional<Condition> refused(ResiliencePolicyStatus status) {
        return condition(status, ConditionType.Accepted)
                .filter(condition -> ConditionReason.Invalid.name().equals(condition.getReason()));
    }

    private static Optional<Condition> condition(ResiliencePolicyStatus status, ConditionType type) {
        return Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
                .filter(condition -> type.name().equals(condition.getType()))
                .findFirst();
    }
}
