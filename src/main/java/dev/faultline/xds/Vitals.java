package dev.faultline.xds;

import dev.faultline.envoy.Statistic;
import dev.faultline.policy.live.Pulse;
import dev.faultline.policy.live.Reading;
import dev.faultline.policy.live.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the sidecars that tell this replica have told of their dependencies. Thread-safe. */
final class Vitals {
    /** Numbers alone are news this often. */
    private static final Duration NUMBERS = Duration.ofSeconds(15);

    private final Map<Proxy, Patient> patients = new ConcurrentHashMap<>();

    /** Whether what was told is news. */
    enum News {
        None,
        /** Only numbers moved. */
        Numbers,
        /** A breaker moved, or calls began or ended. */
        Notable
    }

    News record(Proxy proxy, Map<String, Tally> tallies, Instant now) {
        return patients.computeIfAbsent(proxy, _ -> new Patient()).record(tallies, now);
    }

    /** Empty when it has told nothing. */
    Optional<Map<String, Reading>> of(Proxy proxy) {
        return Optional.ofNullable(patients.get(proxy)).map(patient -> patient.readings);
    }

    Set<Proxy> proxies() {
        return patients.keySet();
    }

    /**
     * @param now of the news that nobody has told anything since
     * @return whether there was something to forget
     */
    boolean forget(Proxy proxy, Instant now) {
        var patient = patients.get(proxy);
        return patient != null && patient.isSilentSince(now) && patients.remove(proxy, patient);
    }

    private static final class Patient {
        private Map<String, Pulse> pulses = Map.of();
        private volatile Map<String, Reading> readings = Map.of();
        private Map<String, Reading> shown = Map.of();
        private Instant shownAt = Instant.EPOCH;
        private Instant heard = Instant.EPOCH;

        synchronized boolean isSilentSince(Instant now) {
            return !heard.isAfter(now);
        }

        synchronized News record(Map<String, Tally> tallies, Instant now) {
            heard = now;
            var pulsesNow = new HashMap<String, Pulse>();
            var readingsNow = new HashMap<String, Reading>();
            tallies.forEach((name, tally) -> {
                var before = pulses.get(name);
                var pulse = before == null ? Pulse.first(tally, now, Statistic.INTERVAL) : before.next(tally, now);
                pulsesNow.put(name, pulse);
                readingsNow.put(name, pulse.reading());
            });
            pulses = pulsesNow;
            readings = Map.copyOf(readingsNow);
            return news(now);
        }

        private News news(Instant now) {
            var news = Reading.areAlike(readings, shown) ? isDue(now) ? News.Numbers : News.None : News.Notable;
            if (news != News.None) {
                shown = readings;
                shownAt = now;
            }
            return news;
        }

        private boolean isDue(Instant now) {
            return !now.isBefore(shownAt.plus(NUMBERS))
                    && readings.values().stream().anyMatch(Reading::hasCalls);
        }
    }
}
