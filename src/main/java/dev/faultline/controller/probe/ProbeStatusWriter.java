package dev.faultline.controller.probe;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.HealthProbeStatus;
import dev.faultline.cluster.Events;
import dev.faultline.controller.StatusPatch;
import dev.faultline.probe.Health;
import dev.faultline.probe.ProbeIntent;
import dev.faultline.probe.report.ProbeNews;
import dev.faultline.probe.report.ProbeReport;
import dev.faultline.probe.report.TargetReport;
import dev.faultline.probe.shallow.Claimed;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Reports on a probe: tells the news, writes the status when it is time. */
public final class ProbeStatusWriter {
    /** How often it is looked at what moves by itself as time goes by. Nothing is asked for that. */
    private static final Duration ROUND = Duration.ofSeconds(60);

    private final Events events;
    private final StatusPatch<HealthProbe, HealthProbeStatus> patch;
    private final Clock clock;

    public ProbeStatusWriter(Events events, StatusPatch<HealthProbe, HealthProbeStatus> patch, Clock clock) {
        this.events = events;
        this.patch = patch;
        this.clock = clock;
    }

    UpdateControl<HealthProbe> of(HealthProbe probe, ProbeIntent intent, Health health, List<Claimed> claimed) {
        var now = clock.instant();
        return written(probe, TargetReport.on(ProbeReport.of(probe, intent, health, now), probe, claimed, now));
    }

    UpdateControl<HealthProbe> refused(HealthProbe probe, String message) {
        return written(probe, ProbeReport.refused(probe, message, clock.instant()));
    }

    private UpdateControl<HealthProbe> written(HealthProbe probe, HealthProbeStatus status) {
        var before = probe.getStatus();
        var control = UpdateControl.<HealthProbe>noUpdate();
        return switch (patch.of(probe, status)) {
            case StatusPatch.Outcome.Written _ -> {
                events.tell(
                        probe, ProbeNews.between(before, status, probe.getSpec().runbookURL()));
                yield control.rescheduleAfter(ROUND);
            }
            case StatusPatch.Outcome.Unchanged _ -> control.rescheduleAfter(ROUND);
            case StatusPatch.Outcome.Postponed(var left) -> control.rescheduleAfter(left);
        };
    }
}
