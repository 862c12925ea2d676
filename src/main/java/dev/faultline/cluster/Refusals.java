package dev.faultline.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes that the API server has refused since somebody else was faster. As a rule the watch tells at once what that
 * somebody did, and there is nothing to report. Where it does not, the refusal is trouble like any other.
 */
final class Refusals {
    private static final int UNPROCESSABLE = 422;
    private static final Set<Integer> OVERTAKEN =
            Set.of(HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND, UNPROCESSABLE);

    /** Nobody asks again later than this. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    private final Duration patience;
    private final Clock clock;
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();

    /** @param patience how long the watch gets to tell */
    Refusals(Duration patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /** @param version of the cached object, empty when there was none */
    private record Refusal(Instant at, String version) {}

    /** @throws KubernetesClientException the given one, unless the watch may still explain it */
    void add(String object, String version, KubernetesClientException refused) {
        if (!OVERTAKEN.contains(refused.getCode())) {
            throw refused;
        }
        var now = clock.instant();
        refusals.values().removeIf(each -> each.at().plus(FORGOTTEN).isBefore(now));
        var before = refusals.get(object);
        if (before == null || !before.version().equals(version)) {
            refusals.put(object, new Refusal(now, version));
        } else if (!before.at().plus(patience).isAfter(now)) {
            throw refused;
        }
    }

    void forget(String object) {
        refusals.remove(object);
    }

    boolean has(String object) {
        return refusals.containsKey(object);
    }
}
