package dev.faultline.probe.report;

import dev.faultline.api.probe.ObjectiveStatus;
import dev.faultline.api.probe.ObjectiveStatus.Goal;
import dev.faultline.api.probe.ObjectiveStatus.State;
import dev.faultline.policy.call.Span;
import dev.faultline.probe.Outages;
import dev.faultline.probe.ProbeIntent.Goals;
import dev.faultline.probe.Rules;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether objectives are met. */
final class ObjectiveReport {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    private ObjectiveReport() {}

    /** @param availability in percent, as it is shown */
    static List<ObjectiveStatus> of(Goals goals, Optional<String> availability, Outages outages, Rules rules) {
        var told = new ArrayList<ObjectiveStatus>();
        goals.availability().ifPresent(wanted -> told.add(availability(wanted, availability)));
        goals.detection()
                .ifPresent(wanted -> told.add(time(
                        Goal.Detection,
                        wanted,
                        outages.meanTimeToDetect(),
                        "; " + seconds(rules.period().multipliedBy(rules.failureThreshold() - 1L))
                                + " of it are the threshold's: " + (rules.failureThreshold() - 1) + " x period")));
        goals.recovery().ifPresent(wanted -> told.add(time(Goal.Recovery, wanted, outages.meanTimeToRecover(), "")));
        return List.copyOf(told);
    }

    private static ObjectiveStatus availability(String wanted, Optional<String> measured) {
        return measured.map(share -> new ObjectiveStatus(
                        Goal.Availability,
                        share + "%, wanted are " + wanted + "%",
                        new BigDecimal(share).compareTo(new BigDecimal(wanted)) >= 0 ? State.Met : State.Missed))
                .orElseGet(() -> new ObjectiveStatus(
                        Goal.Availability, "nothing was watched yet, wanted are " + wanted + "%", State.Unknown));
    }

    private static ObjectiveStatus time(Goal goal, Duration wanted, Optional<Duration> measured, String remark) {
        return measured.map(mean -> new ObjectiveStatus(
                        goal,
                        seconds(mean) + " on average, wanted are " + Span.words(wanted) + remark,
                        mean.compareTo(wanted) <= 0 ? State.Met : State.Missed))
                .orElseGet(() -> new ObjectiveStatus(
                        goal, "no incident to measure yet, wanted are " + Span.words(wanted), State.Unknown));
    }

    private static String seconds(Duration span) {
        return ProbeReport.seconds(span) + " s";
    }

    /** Of the time that may be bad, the share that is left, 0 to 100. */
    static Optional<Integer> budgetLeft(Goals goals, Optional<String> availability) {
        if (goals.availability().isEmpty() || availability.isEmpty()) {
            return Optional.empty();
        }
        var allowed = ALL.subtract(new BigDecimal(goals.availability().get()));
        var spent = ALL.subtract(new BigDecimal(availability.get()));
        var left = ALL.subtract(spent.multiply(ALL).divide(allowed, 0, RoundingMode.CEILING));
        return Optional.of(Math.max(0, left.intValue()));
    }
}
