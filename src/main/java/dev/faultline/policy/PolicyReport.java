package dev.faultline.policy;

import dev.faultline.api.Mode;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.Conditions;
import dev.faultline.api.status.Finding;
import dev.faultline.api.status.TargetState;
import dev.faultline.api.status.TargetStatus;
import dev.faultline.policy.budget.BudgetTable.Absence;
import dev.faultline.policy.budget.Drain;
import dev.faultline.policy.finding.FindingKind;
import dev.faultline.policy.rollout.Restart;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.text.Sentences;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a policy's status says about a plan. */
public final class PolicyReport {
    /** Targets listed in status; the summary counts all. Keeps an object of a thousand workloads readable. */
    static final int LISTED_TARGETS = 64;

    /** Findings listed in status, the gravest first; the score counts all. */
    static final int LISTED_FINDINGS = 64;

    private static final int LONGEST_SUMMARY = 512;
    private static final int FULL_SCORE = 100;
    private static final ResiliencePolicyStatus NOTHING =
            new ResiliencePolicyStatus(null, null, null, null, null, null, null, null, null, null);

    private PolicyReport() {}

    /**
     * What became of a plan.
     *
     * @param drains how a drain would go for each attached workload, as the API server confirmed it
     * @param restarts what becomes of the workloads whose pods lack the sidecar
     */
    public record Outcome(Map<Workload.Key, Drain> drains, Map<Workload.Key, Restart> restarts) {}

    /**
     * @param now the time that a condition which changes gets as its transition time
     */
    public static ResiliencePolicyStatus of(ResiliencePolicy policy, PolicyPlan plan, Outcome outcome, Instant now) {
        return switch (plan) {
            case PolicyPlan.Rejected(var message) -> rejected(policy, message, now);
            case PolicyPlan.Planned planned -> planned(policy, planned, outcome, now);
        };
    }

    private static ResiliencePolicyStatus rejected(ResiliencePolicy policy, String message, Instant now) {
        return before(policy)
                .with(
                        policy.getMetadata().getGeneration(),
                        Sentences.cut(message, LONGEST_SUMMARY),
                        merged(policy, PolicyConditions.rejected(message), now));
    }

    /** The status as it is, with other conditions. */
    public static ResiliencePolicyStatus withConditions(ResiliencePolicy policy, List<Condition> conditions) {
        var before = before(policy);
        return before.with(before.observedGeneration(), before.summary(), conditions);
    }

    private static ResiliencePolicyStatus before(ResiliencePolicy policy) {
        return Objects.requireNonNullElse(policy.getStatus(), NOTHING);
    }

    private static ResiliencePolicyStatus planned(
            ResiliencePolicy policy, PolicyPlan.Planned plan, Outcome outcome, Instant now) {
        var findings = findings(plan);
        var conditions = PolicyConditions.of(plan, outcome);
        return new ResiliencePolicyStatus(
                policy.getMetadata().getGeneration(),
                summary(plan, conditions, findings),
                score(plan).orElse(null),
                programmed(plan) + "/" + plan.targets().size(),
                unlessEmpty(plan.targets().stream()
                        .limit(LISTED_TARGETS)
                        .map(target -> target(target, plan.intent()))
                        .toList()),
                SidecarWords.proxies(plan),
                unlessEmpty(plan.live().inbound()),
                unlessEmpty(plan.live().dependencies()),
                unlessEmpty(findings.stream().limit(LISTED_FINDINGS).toList()),
                merged(policy, conditions, now));
    }

    /** An empty list is not written, so it would come back as absent and look like a change. */
    private static <T> @Nullable List<T> unlessEmpty(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    private static List<Condition> merged(ResiliencePolicy policy, List<Conditions.Verdict> verdicts, Instant now) {
        var before = Optional.ofNullable(policy.getStatus())
                .map(ResiliencePolicyStatus::conditions)
                .orElse(List.of());
        return Conditions.merge(before, verdicts, policy.getMetadata().getGeneration(), now);
    }

    static long programmed(PolicyPlan.Planned plan) {
        return plan.targets().stream().filter(PolicyConditions::isProgrammed).count();
    }

    private static TargetStatus target(TargetPlan target, Intent intent) {
        var name = target.key().attachedTo();
        return switch (target) {
            case TargetPlan.Missing _ ->
                new TargetStatus(name, TargetState.TargetNotFound, null, null, null, null, "not there yet");
            case TargetPlan.Lost lost ->
                new TargetStatus(
                        name,
                        TargetState.Conflicted,
                        null,
                        null,
                        null,
                        null,
                        "ResiliencePolicy " + lost.winner() + " has this target");
            case TargetPlan.Attached attached -> attached(name, attached, intent);
        };
    }

    private static TargetStatus attached(String name, TargetPlan.Attached target, Intent intent) {
        var budget = switch (target.budget()) {
            case TargetPlan.Budget.InForce(var terms, var allowance) ->
                terms(terms.maxUnavailable()) + (allowance.isEmpty() ? "" : ", " + allowance);
            case TargetPlan.Budget.Proposed(var terms) -> "none; Enforce would set " + terms(terms.maxUnavailable());
            case TargetPlan.Budget.NameTaken(var theirs) -> "none: the name " + theirs + " is taken";
            case TargetPlan.Budget.None(var why) -> "none: " + words(why);
        };
        var state = intent.mode() == Mode.Audit
                ? TargetState.Audit
                : PolicyConditions.isProgrammed(target) ? TargetState.Programmed : TargetState.NotProgrammed;
        return new TargetStatus(
                name,
                state,
                budget,
                target.workload().members().size(),
                target.sidecar().wanted() ? target.sidecar().covered() : null,
                unlessEmpty(parts(target)),
                null);
    }

    private static List<String> parts(TargetPlan.Attached target) {
        var parts = new ArrayList<String>();
        if (target.budget() instanceof TargetPlan.Budget.InForce) {
            parts.add("budget");
        }
        if (target.workload().members().stream().anyMatch(Workload.Member::spread)) {
            parts.add("spread");
        }
        if (target.sidecar().wanted() && target.sidecar().covered() > 0) {
            parts.add("sidecar");
        }
        return parts;
    }

    private static String terms(IntOrString maxUnavailable) {
        return "maxUnavailable " + maxUnavailable.getValue();
    }

    private static String words(Absence why) {
        return switch (why) {
            case ForeignBudget -> "another budget selects the same pods";
            case OverlappingBudgets -> "other budgets select the same pods";
            case SingleReplica -> "a single replica";
            case QuorumIntolerant -> "the quorum cannot lose a member";
        };
    }

    private static List<Finding> findings(PolicyPlan.Planned plan) {
        return Stream.concat(
                        plan.findings().stream(),
                        plan.attached().stream().flatMap(target -> target.findings().stream()))
                .sorted(Comparator.comparing(PolicyReport::isForPeople)
                        .thenComparing(Finding::severity)
                        .thenComparing(Finding::finding))
                .toList();
    }

    /** Not of one that the webhook obeys: it comes first, so that it is never cut off. */
    private static boolean isForPeople(Finding finding) {
        return !finding.finding().equals(FindingKind.InjectionSuspended.name());
    }

    /** The mean over the targets that this policy has; none while it has none. */
    private static Optional<Integer> score(PolicyPlan.Planned plan) {
        var scores = plan.attached().stream()
                .mapToInt(target -> Math.max(
                        0,
                        FULL_SCORE
                                - Stream.concat(plan.findings().stream(), target.findings().stream())
                                        .mapToInt(finding -> FindingKind.points(finding.severity()))
                                        .sum()))
                .average();
        return scores.isPresent() ? Optional.of((int) Math.round(scores.getAsDouble())) : Optional.empty();
    }

    private static String summary(
            PolicyPlan.Planned plan, List<Conditions.Verdict> conditions, List<Finding> findings) {
        var parts = new ArrayList<String>();
        parts.add(programmed(plan) + " of " + plan.targets().size() + " targets programmed"
                + (plan.intent().mode() == Mode.Audit ? " (mode Audit changes nothing)" : ""));
        SidecarWords.protectedPods(plan).ifPresent(parts::add);
        SidecarWords.live(plan.live()).forEach(parts::add);
        conditions.stream()
                .filter(condition -> condition.type() == ConditionType.Ready && !condition.isTrue())
                .forEach(condition -> parts.add("not ready: " + condition.message()));
        conditions.stream()
                .filter(condition -> condition.type() == ConditionType.DisruptionSafe)
                .filter(condition -> condition.reason() != ConditionReason.TargetNotFound
                        && condition.reason() != ConditionReason.Conflicted)
                .forEach(condition ->
                        parts.add(condition.isTrue() ? "a drain is safe" : "drain: " + condition.message()));
        if (!findings.isEmpty()) {
            parts.add((findings.size() == 1 ? "1 finding: " : findings.size() + " findings: ")
                    + findings.stream().map(Finding::finding).distinct().collect(Collectors.joining(", ")));
        }
        return Sentences.cut(String.join("; ", parts), LONGEST_SUMMARY);
    }
}
