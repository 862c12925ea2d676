package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.HealthProbeStatus;
import dev.faultline.cluster.Applier;
import dev.faultline.cluster.ProbeStore;
import dev.faultline.cluster.StatusWriter;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.election.Leadership;
import dev.faultline.controller.Failures;
import dev.faultline.probe.ProbeIntent;
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

/** Parse, keep the checks going, report, for one probe. */
@ApplicationScoped
@ControllerConfiguration(
        name = HealthProbeReconciler.NAME,
        fieldManager = Applier.FIELD_MANAGER,
        informer =
                @Informer(
                        itemStore = ProbeStore.class,
                        informerListLimit = Cached.PAGE,
                        // Turns off the framework's filter of own events, which loses other people's: see StatusWriter.
                        comparableResourceVersions = false))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1000, intervalMultiplier = 2, maxInterval = 60_000)
public class HealthProbeReconciler implements Reconciler<HealthProbe> {
    static final String NAME = "healthprobe";

    private final Leadership leadership;
    private final StatusWriter<HealthProbe, HealthProbeStatus> statuses;
    private final Checkups checkups;
    private final Targets targets;
    private final ProbeStatusWriter report;
    private final Failures<HealthProbe, HealthProbeStatus> failures;
    private final ProbeWatches watches;
    private final Metrics metrics;

    HealthProbeReconciler(
            Leadership leadership,
            StatusWriter<HealthProbe, HealthProbeStatus> statuses,
            Checkups checkups,
            Targets targets,
            ProbeStatusWriter report,
            Failures<HealthProbe, HealthProbeStatus> failures,
            ProbeWatches watches,
            Metrics metrics) {
        this.leadership = leadership;
        this.statuses = statuses;
        this.checkups = checkups;
        this.targets = targets;
        this.report = report;
        this.failures = failures;
        this.watches = watches;
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, HealthProbe>> prepareEventSources(EventSourceContext<HealthProbe> context) {
        return List.of(watches.over(new ProbeIndex(context.getPrimaryCache())));
    }

    @Override
    public UpdateControl<HealthProbe> reconcile(HealthProbe probe, Context<HealthProbe> context) {
        LogScope.dropInherited();
        return leadership.isLeading() ? metrics.reconciling(() -> reconcile(probe)) : UpdateControl.noUpdate();
    }

    private UpdateControl<HealthProbe> reconcile(HealthProbe probe) {
        statuses.update(probe);
        return switch (ProbeIntent.read(probe.getSpec())) {
            case ProbeIntent.Reading.Understood(var intent) -> {
                var allowed = checkups.allowed(intent);
                yield report.of(probe, allowed, checkups.keep(probe, allowed), targets.keep(probe));
            }
            case ProbeIntent.Reading.Refused(var message) -> report.refused(probe, message);
        };
    }

    @Override
    public ErrorStatusUpdateControl<HealthProbe> updateErrorStatus(
            HealthProbe probe, Context<HealthProbe> context, Exception problem) {
        return failures.report(probe, problem);
    }
}
