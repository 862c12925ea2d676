package dev.faultline.probe.report;

import static java.util.stream.Collectors.toMap;

import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.probe.Incident;
import dev.faultline.api.status.ConditionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that has changed about health and that a person should hear of once.
 *
 * @param note names what fails and the next step
 */
public record ProbeNews(Kind kind, String note) {
    /** What has happened. */
    public enum Kind {
        /** A Critical check fails. */
        IncidentOpened,
        /** The checks of an incident pass again. */
        IncidentClosed,
        /** Checks go to and fro; their incidents are not told meanwhile. */
        FlappingStarted,
        /** Checks are steady again. */
        FlappingStopped
    }

    /** What is new in a status. While checks flap, their incidents are not told one by one. */
    public static List<ProbeNews> between(
            @Nullable HealthProbeStatus before, HealthProbeStatus after, @Nullable String runbook) {
        var news = new ArrayList<ProbeNews>();
        var flapping = isFlapping(after);
        if (flapping != (before != null && isFlapping(before))) {
            news.add(
                    flapping
                            ? new ProbeNews(Kind.FlappingStarted, "checks go to and fro" + next(runbook))
                            : new ProbeNews(Kind.FlappingStopped, "checks are steady again"));
        }
        if (!flapping) {
            var known = before == null ? Map.<String, Incident>of() : byBegin(before);
            byBegin(after).forEach((began, incident) -> news.addAll(of(known.get(began), incident, after, runbook)));
        }
        return List.copyOf(news);
    }

    private static List<ProbeNews> of(
            @Nullable Incident before, Incident now, HealthProbeStatus status, @Nullable String runbook) {
        var news = new ArrayList<ProbeNews>();
        if (before == null) {
            news.add(new ProbeNews(
                    Kind.IncidentOpened,
                    "since " + now.beganTime() + ", detected after " + now.detectionSeconds() + " s: "
                            + status.summary() + next(runbook)));
        }
        if (now.recoverySeconds() != null && (before == null || before.recoverySeconds() == null)) {
            news.add(new ProbeNews(
                    Kind.IncidentClosed,
                    String.join(", ", Objects.requireNonNullElse(now.checks(), List.<String>of()))
                            + ": recovered after " + now.recoverySeconds() + " s, began " + now.beganTime()));
        }
        return news;
    }

    private static String next(@Nullable String runbook) {
        return runbook == null ? "" : "; see " + runbook;
    }

    private static Map<String, Incident> byBegin(HealthProbeStatus status) {
        return Objects.requireNonNullElse(status.incidents(), List.<Incident>of()).stream()
                .collect(toMap(Incident::beganTime, incident -> incident, (one, _) -> one));
    }

    private static boolean isFlapping(HealthProbeStatus status) {
        return status.conditions() != null
                && status.conditions().stream()
                        .anyMatch(condition -> ConditionType.Flapping.name().equals(condition.getType()));
    }
}
