package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.EventReason;
import dev.faultline.api.status.News;
import dev.faultline.cluster.Applier;
import dev.faultline.cluster.Events;
import dev.faultline.cluster.EvictionTrials;
import dev.faultline.policy.PolicyNews;
import dev.faultline.policy.PolicyPlan;
import dev.faultline.policy.PolicyReport;
import dev.faultline.policy.TargetPlan;
import dev.faultline.policy.budget.Drain;
import dev.faultline.policy.target.Workload;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports on a policy: asks whether a drain would go well, tells the news, writes the status when it is time. */
public final class PolicyStatusWriter {
    private final Applier applier;
    private final EvictionTrials trials;
    private final Events events;
    private final StatusPatch<ResiliencePolicy, ResiliencePolicyStatus> patch;
    private final Clock clock;

    public PolicyStatusWriter(
            Applier applier,
            EvictionTrials trials,
            Events events,
            StatusPatch<ResiliencePolicy, ResiliencePolicyStatus> patch,
            Clock clock) {
        this.applier = applier;
        this.trials = trials;
        this.events = events;
        this.patch = patch;
        this.clock = clock;
    }

    /** Drains as the API server confirmed them, and how long until one that is due may be tried. */
    private record Confirmed(Map<Workload.Key, Drain> drains, Optional<Duration> pause) {}

    UpdateControl<ResiliencePolicy> of(
            ResiliencePolicy policy, PolicyPlan plan, List<Applier.Done> done, Rollouts.Advance advance) {
        events.tell(policy, done.stream().map(PolicyStatusWriter::news).toList());
        events.tell(policy, advance.news());
        if (applier.isSettling(plan)) {
            return UpdateControl.<ResiliencePolicy>noUpdate().rescheduleAfter(Applier.SETTLING);
        }
        var confirmed = confirm(policy, plan);
        var before = policy.getStatus();
        var status = PolicyReport.of(
                policy, plan, new PolicyReport.Outcome(confirmed.drains(), advance.restarts()), clock.instant());
        var outcome = patch.of(policy, status);
        if (outcome instanceof StatusPatch.Outcome.Written) {
            events.tell(policy, PolicyNews.between(before, status));
        }
        var control = UpdateControl.<ResiliencePolicy>noUpdate();
        Stream.of(pause(outcome), confirmed.pause().stream(), next(plan), advance.pause().stream())
                .flatMap(Function.identity())
                .min(Duration::compareTo)
                .ifPresent(control::rescheduleAfter);
        return control;
    }

    private static Stream<Duration> next(PolicyPlan plan) {
        return plan instanceof PolicyPlan.Planned planned ? planned.next().stream() : Stream.empty();
    }

    private static Stream<Duration> pause(StatusPatch.Outcome outcome) {
        return outcome instanceof StatusPatch.Outcome.Postponed(var left) ? Stream.of(left) : Stream.empty();
    }

    private Confirmed confirm(ResiliencePolicy policy, PolicyPlan plan) {
        var drains = new HashMap<Workload.Key, Drain>();
        var waits = Stream.<Duration>builder();
        if (plan instanceof PolicyPlan.Planned planned) {
            for (var target : planned.targets()) {
                if (target instanceof TargetPlan.Attached attached) {
                    var answer = trials.confirm(
                            policy.getMetadata().getNamespace(),
                            attached.workload(),
                            attached.forecast(),
                            isBelieved(policy.getStatus(), attached.forecast()));
                    drains.put(attached.key(), answer.drain());
                    waits.add(answer.pause());
                }
            }
        }
        return new Confirmed(drains, waits.build().filter(Duration::isPositive).min(Duration::compareTo));
    }

    private static boolean isBelieved(@Nullable ResiliencePolicyStatus status, Drain forecast) {
        return status != null
                && status.conditions() != null
                && status.conditions().stream()
                        .filter(condition -> ConditionType.DisruptionSafe.name().equals(condition.getType()))
                        .anyMatch(condition -> condition.getStatus().equals(word(forecast)));
    }

    private static String word(Drain forecast) {
        return switch (forecast) {
            case Drain.Safe _ -> "True";
            case Drain.Unsafe _ -> "False";
            case Drain.Unknown _ -> "Unknown";
        };
    }

    private static News news(Applier.Done done) {
        var budget = done.budget();
        var name = "PodDisruptionBudget " + budget.getMetadata().getName();
        return switch (done.verb()) {
            case Created ->
                new News(
                        false,
                        EventReason.BudgetCreated,
                        "Create",
                        name + " allows maxUnavailable "
                                + budget.getSpec().getMaxUnavailable().getValue());
            case Updated ->
                new News(
                        false,
                        EventReason.BudgetUpdated,
                        "Apply",
                        name + " is set to maxUnavailable "
                                + budget.getSpec().getMaxUnavailable().getValue());
            case Deleted -> new News(false, EventReason.BudgetDeleted, "Delete", name + " is no longer needed");
        };
    }
}
