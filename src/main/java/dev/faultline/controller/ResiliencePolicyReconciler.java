package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.cluster.Applier;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.PolicyStore;
import dev.faultline.cluster.StatusWriter;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.election.Leadership;
import dev.faultline.policy.PolicyPlanner;
import dev.faultline.telemetry.LogScope;
import dev.faultline.telemetry.Metrics;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Gather, decide, apply, report, for one policy. */
@ApplicationScoped
@ControllerConfiguration(
        name = ResiliencePolicyReconciler.NAME,
        fieldManager = Applier.FIELD_MANAGER,
        informer =
                @Informer(
                        itemStore = PolicyStore.class,
                        informerListLimit = Cached.PAGE,
                        // Turns off the framework's filter of own events, which loses other people's: see StatusWriter.
                        comparableResourceVersions = false))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1000, intervalMultiplier = 2, maxInterval = 60_000)
public class ResiliencePolicyReconciler implements Reconciler<ResiliencePolicy> {
    static final String NAME = "resiliencepolicy";

    private final Leadership leadership;
    private final Neighbourhood neighbourhood;
    private final Applier applier;
    private final Rollouts rollouts;
    private final StatusWriter<ResiliencePolicy, ResiliencePolicyStatus> statuses;
    private final PolicyStatusWriter report;
    private final Failures<ResiliencePolicy, ResiliencePolicyStatus> failures;
    private final Watches watches;
    private final Metrics metrics;

    ResiliencePolicyReconciler(
            Leadership leadership,
            Neighbourhood neighbourhood,
            Applier applier,
            Rollouts rollouts,
            StatusWriter<ResiliencePolicy, ResiliencePolicyStatus> statuses,
            PolicyStatusWriter report,
            Failures<ResiliencePolicy, ResiliencePolicyStatus> failures,
            Watches watches,
            Metrics metrics) {
        this.leadership = leadership;
        this.neighbourhood = neighbourhood;
        this.applier = applier;
        this.rollouts = rollouts;
        this.statuses = statuses;
        this.report = report;
        this.failures = failures;
        this.watches = watches;
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, ResiliencePolicy>> prepareEventSources(EventSourceContext<ResiliencePolicy> context) {
        return List.of(watches.over(PolicyIndex.over(context.getPrimaryCache())));
    }

    @Override
    public UpdateControl<ResiliencePolicy> reconcile(ResiliencePolicy policy, Context<ResiliencePolicy> context) {
        LogScope.dropInherited();
        return leadership.isLeading()
                ? metrics.reconciling(() -> reconcile(policy, watches.policies().orElseThrow()))
                : UpdateControl.noUpdate();
    }

    private UpdateControl<ResiliencePolicy> reconcile(ResiliencePolicy policy, PolicyIndex policies) {
        statuses.update(policy);
        var surroundings = neighbourhood.of(policy, policies);
        var plan = PolicyPlanner.plan(policy, surroundings);
        var done = applier.apply(plan);
        var advance = rollouts.advance(policy, plan);
        return report.of(policy, plan, done, advance);
    }

    @Override
    public ErrorStatusUpdateControl<ResiliencePolicy> updateErrorStatus(
            ResiliencePolicy policy, Context<ResiliencePolicy> context, Exception problem) {
        rollouts.withdraw(policy);
        return failures.report(policy, problem);
    }
}
