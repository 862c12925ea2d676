package dev.faultline.controller.gameday.calendar;

import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.GameDayStatus;
import dev.faultline.cluster.Applier;
import dev.faultline.cluster.StatusWriter;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.election.Leadership;
import dev.faultline.cluster.gameday.calendar.GameDayStore;
import dev.faultline.controller.Failures;
import dev.faultline.gameday.calendar.TimetableReader;
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

/** Read the schedule, do what is due, report, for one game day. */
@ApplicationScoped
@ControllerConfiguration(
        name = GameDayReconciler.NAME,
        fieldManager = Applier.FIELD_MANAGER,
        informer =
                @Informer(
                        itemStore = GameDayStore.class,
                        informerListLimit = Cached.PAGE,
                        // Turns off the framework's filter of own events, which loses other people's: see StatusWriter.
                        comparableResourceVersions = false))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 500, intervalMultiplier = 2, maxInterval = 30_000)
public class GameDayReconciler implements Reconciler<GameDay> {
    static final String NAME = "gameday";

    private final Leadership leadership;
    private final StatusWriter<GameDay, GameDayStatus> statuses;
    private final TimetableReader timetables;
    private final Appointments appointments;
    private final GameDayStatusWriter report;
    private final Failures<GameDay, GameDayStatus> failures;
    private final GameDayWatches watches;
    private final Metrics metrics;

    GameDayReconciler(
            Leadership leadership,
            StatusWriter<GameDay, GameDayStatus> statuses,
            TimetableReader timetables,
            Appointments appointments,
            GameDayStatusWriter report,
            Failures<GameDay, GameDayStatus> failures,
            GameDayWatches watches,
            Metrics metrics) {
        this.leadership = leadership;
        this.statuses = statuses;
        this.timetables = timetables;
        this.appointments = appointments;
        this.report = report;
        this.failures = failures;
        this.watches = watches;
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, GameDay>> prepareEventSources(EventSourceContext<GameDay> context) {
        return List.of(watches.over(new GameDayIndex(context.getPrimaryCache())));
    }

    @Override
    public UpdateControl<GameDay> reconcile(GameDay day, Context<GameDay> context) {
        LogScope.dropInherited();
        return leadership.isLeading() && !day.isMarkedForDeletion()
                ? metrics.reconciling(() -> reconcile(day))
                : UpdateControl.noUpdate();
    }

    private UpdateControl<GameDay> reconcile(GameDay day) {
        statuses.update(day);
        return switch (timetables.read(day)) {
            case TimetableReader.Reading.Scheduled(var timetable) -> report.of(day, appointments.keep(day, timetable));
            case TimetableReader.Reading.ByHand(var calendar) ->
                report.of(day, appointments.rest(day, calendar.zone()));
            case TimetableReader.Reading.Refused(var message) -> report.refused(day, message);
        };
    }

    @Override
    public ErrorStatusUpdateControl<GameDay> updateErrorStatus(
            GameDay day, Context<GameDay> context, Exception problem) {
        return failures.report(day, problem);
    }
}
