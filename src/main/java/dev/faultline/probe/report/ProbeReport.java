package dev.faultline.probe.report;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.probe.CheckStatus.State;
import dev.faultline.api.probe.Incident;
import dev.faultline.api.probe.IncidentCounts;
import dev.faultline.api.probe.Watched;
import dev.faultline.api.status.Conditions;
import dev.faultline.api.status.Conditions.Verdict;
import dev.faultline.policy.text.Sentences;
import dev.faultline.probe.Health;
import dev.faultline.probe.Ledger;
import dev.faultline.probe.Outages;
import dev.faultline.probe.ProbeIntent;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a probe's status says. */
public final class ProbeReport {
    private static final int HALF_A_SECOND = 500;
    private static final int LONGEST_SUMMARY = 512;

    private ProbeReport() {}

    /** @param now the time that a condition which changes gets as its transition time */
    public static HealthProbeStatus of(HealthProbe probe, ProbeIntent intent, Health health, Instant now) {
        var before = Optional.ofNullable(probe.getStatus());
        var availability = Share.shown(
                health.ledger().availability(),
                before.map(HealthProbeStatus::availability).orElse(null),
                intent.goals().availability());
        var verdicts = ProbeConditions.of(intent, health);
        var outages = health.outages();
        return new HealthProbeStatus(
                probe.getMetadata().getGeneration(),
                Sentences.cut(summary(verdicts, intent, health), LONGEST_SUMMARY),
                intent.checks().isEmpty()
                        ? null
                        : passing(intent, health) + "/" + intent.checks().size(),
                availability.orElse(null),
                ObjectiveReport.budgetLeft(intent.goals(), availability).orElse(null),
                unlessEmpty(CheckRows.of(intent, health)),
                before.map(HealthProbeStatus::targets).orElse(null),
                unlessEmpty(outages.newest().stream().map(ProbeReport::incident).toList()),
                outages.meanTimeToDetect().map(ProbeReport::seconds).orElse(null),
                outages.meanTimeToRecover().map(ProbeReport::seconds).orElse(null),
                unlessEmpty(ObjectiveReport.of(intent.goals(), availability, outages, intent.rules())),
                counts(outages),
                unlessEmpty(
                        health.ledger().parts().stream().map(ProbeReport::part).toList()),
                time(health.ledger().until()),
                merged(before, verdicts, probe.getMetadata().getGeneration(), now));
    }

    /** What was measured stays; what is invalid is said. */
    public static HealthProbeStatus refused(HealthProbe probe, String message, Instant now) {
        var before = Optional.ofNullable(probe.getStatus());
        var generation = probe.getMetadata().getGeneration();
        return with(
                before,
                generation,
                Sentences.cut(message, LONGEST_SUMMARY),
                merged(before, ProbeConditions.refused(message), generation, now));
    }

    /** The status as it is, with other conditions. */
    public static HealthProbeStatus withConditions(HealthProbe probe, List<Condition> conditions) {
        var before = Optional.ofNullable(probe.getStatus());
        return with(
                before,
                before.map(HealthProbeStatus::observedGeneration).orElse(null),
                before.map(HealthProbeStatus::summary).orElse(null),
                conditions);
    }

    private static HealthProbeStatus with(
            Optional<HealthProbeStatus> before,
            @Nullable Long generation,
            @Nullable String summary,
            List<Condition> conditions) {
        return new HealthProbeStatus(
                generation,
                summary,
                before.map(HealthProbeStatus::passingChecks).orElse(null),
                before.map(HealthProbeStatus::availability).orElse(null),
                before.map(HealthProbeStatus::errorBudgetLeftPercent).orElse(null),
                before.map(HealthProbeStatus::checks).orElse(null),
                before.map(HealthProbeStatus::targets).orElse(null),
                before.map(HealthProbeStatus::incidents).orElse(null),
                before.map(HealthProbeStatus::meanTimeToDetectSeconds).orElse(null),
                before.map(HealthProbeStatus::meanTimeToRecoverSeconds).orElse(null),
                before.map(HealthProbeStatus::objectives).orElse(null),
                before.map(HealthProbeStatus::incidentCounts).orElse(null),
                before.map(HealthProbeStatus::history).orElse(null),
                before.map(HealthProbeStatus::measuredUntilTime).orElse(null),
                conditions);
    }

    private static String summary(List<Verdict> verdicts, ProbeIntent intent, Health health) {
        var healthy = verdicts.get(1);
        var passing = passing(intent, health) + " of " + intent.checks().size() + " checks pass";
        return switch (healthy.reason()) {
            case ChecksFailing -> "Unhealthy: " + healthy.message();
            case Impaired -> "Impaired: " + healthy.message();
            case Passing -> "Healthy: " + passing;
            default -> "Not judged: " + healthy.message();
        };
    }

    private static long passing(ProbeIntent intent, Health health) {
        return intent.checks().stream()
                .filter(check -> health.track(check).shown() == State.Passing)
                .count();
    }

    private static Incident incident(Outages.Outage outage) {
        return new Incident(
                time(outage.began()),
                outage.cause().isEmpty() ? null : outage.cause(),
                List.copyOf(outage.checks()),
                seconds(outage.detection()),
                outage.recovery().map(ProbeReport::seconds).orElse(null));
    }

    private static @Nullable IncidentCounts counts(Outages outages) {
        return outages.detected() == 0
                ? null
                : new IncidentCounts(
                        outages.detected(),
                        outages.recovered(),
                        seconds(outages.detectedIn()),
                        seconds(outages.recoveredIn()));
    }

    private static Watched part(Ledger.Part part) {
        return new Watched(
                time(part.began()), part.down().toSeconds(), part.up().toSeconds());
    }

    /** The nearest whole ones. */
    static long seconds(Duration span) {
        return span.plusMillis(HALF_A_SECOND).toSeconds();
    }

    static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** An empty list is not written, so it would come back as absent and look like a change. */
    private static <T> @Nullable List<T> unlessEmpty(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    private static List<Condition> merged(
            Optional<HealthProbeStatus> before, List<Verdict> verdicts, long generation, Instant now) {
        return Conditions.merge(before.map(HealthProbeStatus::conditions).orElse(List.of()), verdicts, generation, now);
    }
}
