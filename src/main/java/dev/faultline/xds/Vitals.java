package dev.faultline.xds;

import dev.faultline.envoy.Statistic;
import dev.faultline.policy.live.Account;
import dev.faultline.policy.live.Arrivals;
import dev.faultline.policy.live.Inflow;
import dev.faultline.policy.live.Pulse;
import dev.faultline.policy.live.Tally;
import dev.faultline.policy.live.Window;
import dev.faultline.xds.flush.Flush;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the sidecars that tell this replica have told. Thread-safe. */
final class Vitals {
    /** Numbers alone are news this often. */
    private static final Duration NUMBERS = Duration.ofSeconds(15);

    private final Map<Proxy, Patient> patients = new ConcurrentHashMap<>();

    /** Whether what was told is news. */
    enum News {
        None,
        /** Only numbers moved. */
        Numbers,
        /** A breaker moved, or calls, requests or shedding began or ended. */
        Notable
    }

    News record(Proxy proxy, Flush flush, Instant now) {
        return patients.computeIfAbsent(proxy, _ -> new Patient()).record(flush, now);
    }

    /** Empty when it has told nothing. */
    Optional<Account.Told> of(Proxy proxy) {
        return Optional.ofNullable(patients.get(proxy)).map(patient -> patient.told);
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
        private Map<String, Window<Arrivals>> windows = Map.of();
        private volatile Account.Told told = Account.Told.NOTHING;
        private Account.Told shown = Account.Told.NOTHING;
        private Instant shownAt = Instant.EPOCH;
        private Instant heard = Instant.EPOCH;

        synchronized boolean isSilentSince(Instant now) {
            return !heard.isAfter(now);
        }

        synchronized News record(Flush flush, Instant now) {
            heard = now;
            pulses = each(flush.dependencies(), (name, tally) -> pulse(pulses.get(name), tally, now));
            windows = each(flush.ports(), (name, arrivals) -> window(windows.get(name), arrivals, now));
            told = new Account.Told(
                    each(pulses, (_, pulse) -> pulse.reading()), each(windows, (_, window) -> Inflow.of(window)));
            return news(now);
        }

        private static <T, R> Map<String, R> each(Map<String, T> all, BiFunction<String, T, R> one) {
            return all.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey, entry -> one.apply(entry.getKey(), entry.getValue())));
        }

        private static Pulse pulse(@Nullable Pulse before, Tally tally, Instant now) {
            return before == null ? Pulse.first(tally, now, Statistic.INTERVAL) : before.next(tally, now);
        }

        private static Window<Arrivals> window(@Nullable Window<Arrivals> before, Arrivals arrivals, Instant now) {
            return before == null ? Window.first(arrivals, now, Statistic.INTERVAL) : before.next(arrivals, now);
        }

        private News news(Instant now) {
            var news = told.isLike(shown) ? isDue(now) ? News.Numbers : News.None : News.Notable;
            if (news != News.None) {
                shown = told;
                shownAt = now;
            }
            return news;
        }

        private boolean isDue(Instant now) {
            return !now.isBefore(shownAt.plus(NUMBERS)) && told.isBusy();
        }
    }
}
