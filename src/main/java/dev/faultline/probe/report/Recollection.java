package dev.faultline.probe.report;

import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.probe.CheckStatus;
import dev.faultline.api.probe.Incident;
import dev.faultline.api.probe.IncidentCounts;
import dev.faultline.api.probe.Watched;
import dev.faultline.api.status.ConditionType;
import dev.faultline.probe.Health;
import dev.faultline.probe.Ledger;
import dev.faultline.probe.Outages;
import dev.faultline.probe.Remarks;
import dev.faultline.probe.Remarks.Cause;
import dev.faultline.probe.Remarks.Guarded;
import dev.faultline.probe.Track;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was known of a probe, read back from its status after a restart or from another replica. */
public final class Recollection {
    private Recollection() {}

    /**
     * @param watchedUntil until when somebody watched: nothing has changed since the status was written, or it would
     *     have been written again
     */
    public static Health of(HealthProbeStatus status, Instant watchedUntil) {
        var measured = time(status.measuredUntilTime()).orElse(watchedUntil);
        var until = measured.isAfter(watchedUntil) ? measured : watchedUntil;
        var tracks = new LinkedHashMap<String, Track>();
        orEmpty(status.checks()).forEach(check -> tracks.put(check.check(), track(check, until)));
        var ledger = new Ledger(
                orEmpty(status.history()).stream()
                        .flatMap(part -> part(part).stream())
                        .toList(),
                measured);
        return new Health(tracks, ledger, outages(status))
                .with(new Remarks(Collections.emptySortedMap(), guarded(status)));
    }

    private static Optional<Guarded> guarded(HealthProbeStatus status) {
        return orEmpty(status.conditions()).stream()
                .filter(condition -> ConditionType.ReadinessGuarded.name().equals(condition.getType()))
                .flatMap(condition -> cause(condition.getReason()).stream()
                        .map(cause -> new Guarded(cause, Objects.requireNonNullElse(condition.getMessage(), ""))))
                .findFirst();
    }

    private static Optional<Cause> cause(@Nullable String reason) {
        return Stream.of(Cause.values())
                .filter(cause -> ProbeConditions.reason(cause).name().equals(reason))
                .findFirst();
    }

    private static Track track(CheckStatus check, Instant until) {
        return Track.remembered(
                check.state(),
                time(check.sinceTime()).orElse(until),
                until,
                Optional.ofNullable(check.message()).orElse(""));
    }

    private static Optional<Ledger.Part> part(Watched part) {
        return time(part.beganTime())
                .map(began -> new Ledger.Part(began, seconds(part.upSeconds()), seconds(part.downSeconds())));
    }

    private static Outages outages(HealthProbeStatus status) {
        var newest = orEmpty(status.incidents()).stream()
                .flatMap(incident -> outage(incident).stream())
                .toList();
        var counts = Optional.ofNullable(status.incidentCounts());
        return new Outages(
                newest,
                counts.map(IncidentCounts::detected).orElse(0L),
                counts.map(IncidentCounts::recovered).orElse(0L),
                seconds(counts.map(IncidentCounts::detectionSeconds).orElse(null)),
                seconds(counts.map(IncidentCounts::recoverySeconds).orElse(null)));
    }

    private static Optional<Outages.Outage> outage(Incident incident) {
        return time(incident.beganTime())
                .map(began -> new Outages.Outage(
                        began,
                        seconds(incident.detectionSeconds()),
                        Optional.ofNullable(incident.recoverySeconds()).map(Duration::ofSeconds),
                        Optional.ofNullable(incident.cause()).orElse(""),
                        new TreeSet<>(orEmpty(incident.checks()))));
    }

    private static Duration seconds(@Nullable Long number) {
        return Duration.ofSeconds(Objects.requireNonNullElse(number, 0L));
    }

    /** What somebody else may have written is no reason to stand still. */
    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
