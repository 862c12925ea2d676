package dev.faultline.controller.gameday;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.cluster.Applier;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.election.Leadership;
import dev.faultline.cluster.gameday.RunItemStore;
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

/** Takes one run as far as it gets. Runs that are being deleted do not come here: see {@link RunDepartures}. */
@ApplicationScoped
@ControllerConfiguration(
        name = GameDayRunReconciler.NAME,
        fieldManager = Applier.FIELD_MANAGER,
        informer =
                @Informer(
                        itemStore = RunItemStore.class,
                        informerListLimit = Cached.PAGE,
                        comparableResourceVersions = false))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 500, intervalMultiplier = 2, maxInterval = 10_000)
public class GameDayRunReconciler implements Reconciler<GameDayRun> {
    static final String NAME = "gamedayrun";

    private final Leadership leadership;
    private final RunPass pass;
    private final RunTrouble trouble;
    private final RunWatches watches;
    private final Metrics metrics;

    GameDayRunReconciler(Leadership leadership, RunPass pass, RunTrouble trouble, RunWatches watches, Metrics metrics) {
        this.leadership = leadership;
        this.pass = pass;
        this.trouble = trouble;
        this.watches = watches;
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, GameDayRun>> prepareEventSources(EventSourceContext<GameDayRun> context) {
        return List.of(watches.over(new RunIndex(context.getPrimaryCache())));
    }

    @Override
    public UpdateControl<GameDayRun> reconcile(GameDayRun run, Context<GameDayRun> context) {
        LogScope.dropInherited();
        if (!leadership.isLeading()) {
            return UpdateControl.noUpdate();
        }
        return metrics.reconciling(() -> pass.of(run))
                .map(UpdateControl.<GameDayRun>noUpdate()::rescheduleAfter)
                .orElseGet(UpdateControl::noUpdate);
    }

    @Override
    public ErrorStatusUpdateControl<GameDayRun> updateErrorStatus(
            GameDayRun run, Context<GameDayRun> context, Exception problem) {
        trouble.report(run, problem);
        return ErrorStatusUpdateControl.noStatusUpdate();
    }
}
