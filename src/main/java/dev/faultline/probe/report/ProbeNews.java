package dev.faultline.probe.report;

import static java.util.stream.Collectors.toMap;

import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.probe.Incident;
import dev.faultline.api.status.ConditionReason;
import dev.faultline.api.status.ConditionType;
import dev.faultline.api.status.EventReason;
import dev.faultline.api.status.News;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is new in a probe's status. */
public final class ProbeNews {
    private ProbeNews() {}

    /** What is new in a status. While checks flap, their incidents are not told one by one. */
    public static List<News> between(
            @Nullable HealthProbeStatus before, HealthProbeStatus after, @Nullable String runbook) {
        var news = new ArrayList<News>();
        var flapping = flapping(after).isPresent();
        if (flapping != (before != null && flapping(before).isPresent())) {
            news.add(
                    flapping
                            ? new News(
                                    true,
                                    EventReason.FlappingStarted,
                                    "Watch",
                                    "checks go to and fro, their incidents are not told one by one: "
                                            + flapping(after)
                                                    .map(Condition::getMessage)
                                                    .orElse("") + next(runbook))
                            : new News(false, EventReason.FlappingStopped, "Watch", "checks are steady again"));
        }
        news.addAll(refusal(before, after));
        news.addAll(guard(before, after, runbook));
        if (!flapping) {
            var known = before == null ? Map.<String, Incident>of() : byBegin(before);
            byBegin(after).forEach((began, incident) -> news.addAll(of(known.get(began), incident, after, runbook)));
        }
        return List.copyOf(news);
    }

    private static List<News> guard(
            @Nullable HealthProbeStatus before, HealthProbeStatus after, @Nullable String runbook) {
        var guarded = guarded(after);
        if (guarded.isPresent() == (before != null && guarded(before).isPresent())) {
            return List.of();
        }
        return List.of(guarded.map(condition -> new News(
                        true,
                        EventReason.ReadinessGuardActivated,
                        "KeepInService",
                        condition.getMessage() + next(runbook)))
                .orElseGet(() -> new News(
                        false,
                        EventReason.ReadinessGuardReleased,
                        "KeepInService",
                        "no pod is kept in service against its checks any more")));
    }

    /** In mode Audit nothing is kept from being done. */
    private static Optional<Condition> guarded(HealthProbeStatus status) {
        return condition(status, ConditionType.ReadinessGuarded)
                .filter(condition -> !ConditionReason.Audit.name().equals(condition.getReason()));
    }

    private static List<News> refusal(@Nullable HealthProbeStatus before, HealthProbeStatus after) {
        var known = Optional.ofNullable(before).flatMap(ProbeNews::refused);
        return refused(after).filter(message -> !known.equals(Optional.of(message))).stream()
                .map(message -> new News(true, EventReason.ProbeInvalid, "KeepLastGood", message))
                .toList();
    }

    private static Optional<String> refused(HealthProbeStatus status) {
        return condition(status, ConditionType.Accepted)
                .filter(condition -> ConditionReason.Invalid.name().equals(condition.getReason()))
                .map(Condition::getMessage);
    }

    private static List<News> of(
            @Nullable Incident before, Incident now, HealthProbeStatus status, @Nullable String runbook) {
        var news = new ArrayList<News>();
        if (before == null) {
            news.add(new News(
                    true,
                    EventReason.IncidentOpened,
                    "Watch",
                    "since " + now.beganTime() + ", detected after " + now.detectionSeconds() + " s: "
                            + status.summary() + next(runbook)));
        }
        if (now.recoverySeconds() != null && (before == null || before.recoverySeconds() == null)) {
            news.add(new News(
                    false,
                    EventReason.IncidentClosed,
                    "Watch",
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

    private static Optional<Condition> flapping(HealthProbeStatus status) {
        return condition(status, ConditionType.Flapping);
    }

    private static Optional<Condition> condition(HealthProbeStatus status, ConditionType type) {
        return Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
                .filter(condition -> type.name().equals(condition.getType()))
                .findFirst();
    }
}
