package dev.faultline.gameday.signal;

import dev.faultline.policy.text.Sentences;
import dev.faultline.probe.Health;
import dev.faultline.probe.Outages.Outage;
import dev.faultline.probe.PlannedCheck;
import dev.faultline.probe.ProbeIntent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a HealthProbe says as a signal: bad is the time of its incidents, from the first bad answer until the first good one,
 * and each is told when its threshold was met. They are taken from what is known of the probe, not from its status, where
 * times are rounded.
 */
public final class ProbeReadings {
    private static final int LONGEST = 256;

    private ProbeReadings() {}

    /**
     * @param track what was heard of it so far
     * @return what is new since then, oldest first, and how it stands now
     */
    public static List<Reading> of(ProbeIntent intent, Health health, Track track, Instant now) {
        var readings = new ArrayList<Reading>();
        var isBad = track.state() == State.Bad;
        for (var outage : health.outages().newest().reversed()) {
            if (told(outage).isAfter(track.lastAt()) && !told(outage).isAfter(now)) {
                readings.add(bad(outage, intent, health, now));
                isBad = true;
            }
            var over = over(outage);
            if (isBad && over.isPresent() && isAfterTheLastTurn(over.get(), track, readings)) {
                readings.add(new Reading(now, over.get(), over.get(), State.Good, ""));
                isBad = false;
            }
        }
        readings.add(now(intent, health, now));
        return List.copyOf(readings);
    }

    private static boolean isAfterTheLastTurn(Instant over, Track track, List<Reading> readings) {
        var since = readings.isEmpty()
                ? track.since()
                : Optional.of(readings.getLast().since());
        return since.filter(over::isAfter).isPresent();
    }

    private static Reading now(ProbeIntent intent, Health health, Instant now) {
        var open = health.outages().open();
        if (!failing(intent, health).isEmpty() && open.isPresent()) {
            return bad(open.get(), intent, health, now);
        }
        return unknown(intent, health, now)
                .map(why -> new Reading(now, State.Unknown, why))
                .orElseGet(() -> Reading.good(now));
    }

    private static Reading bad(Outage outage, ProbeIntent intent, Health health, Instant now) {
        var failing = failing(intent, health);
        var words =
                failing.isEmpty() ? String.join(", ", outage.checks()) + " failed" : Sentences.listed(failing.stream());
        return new Reading(now, millis(outage.began()), told(outage), State.Bad, Sentences.cut(words, LONGEST));
    }

    private static List<String> failing(ProbeIntent intent, Health health) {
        return critical(intent).stream()
                .filter(check -> health.track(check).isFailing())
                .map(check -> check.name() + ": " + health.track(check).message())
                .toList();
    }

    /** Why nobody can tell: one is not judged, or was not asked when it was due. */
    private static Optional<String> unknown(ProbeIntent intent, Health health, Instant now) {
        if (critical(intent).isEmpty()) {
            return Optional.of("no check of it is Critical, so it is never unhealthy");
        }
        return critical(intent).stream()
                .filter(check -> health.track(check).isUnknown() || isLate(intent, health, check, now))
                .findFirst()
                .map(check ->
                        check.name() + ": " + health.track(check).silence().orElse("not judged yet"));
    }

    private static boolean isLate(ProbeIntent intent, Health health, PlannedCheck check, Instant now) {
        return Duration.between(health.track(check).lastAt(), now)
                        .compareTo(intent.rules().longestPause())
                > 0;
    }

    private static List<PlannedCheck> critical(ProbeIntent intent) {
        return intent.checks().stream().filter(PlannedCheck::isCritical).toList();
    }

    private static Instant told(Outage outage) {
        return millis(outage.began().plus(outage.detection()));
    }

    private static Optional<Instant> over(Outage outage) {
        return outage.recovery().map(taken -> millis(outage.began().plus(taken)));
    }

    private static Instant millis(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }
}
