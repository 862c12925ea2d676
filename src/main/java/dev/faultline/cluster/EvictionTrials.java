package dev.faultline.cluster;

import dev.faultline.policy.budget.Drain;
import dev.faultline.policy.target.Workload;
import dev.faultline.telemetry.Metric.Verdict;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Asks the API server, by an eviction that is only a dry run, whether a drain would go well now.
 * At most one per workload and minute, and only after something that it depends on has changed.
 */
public final class EvictionTrials {
    private static final Logger LOG = Logger.getLogger(EvictionTrials.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final List<String> DRY_RUN = List.of("All");
    private static final int TOO_MANY_REQUESTS = 429;

    private final KubernetesClient client;
    private final Metrics metrics;
    private final Clock clock;
    private final Map<Subject, Outcome> outcomes = new ConcurrentHashMap<>();

    /** @param client asks once, since every answer is an answer, a 429 or 500 too */
    public EvictionTrials(KubernetesClient client, Metrics metrics, Clock clock) {
        this.client = client;
        this.metrics = metrics;
        this.clock = clock;
    }

    private record Subject(String namespace, Workload.Key key) {}

    /**
     * What is known for as long as the forecast stays the same.
     *
     * @param triedAt the last trial for this workload, whatever the forecast was then
     * @param due whether a trial of this forecast has yet to be made
     */
    private record Outcome(Instant triedAt, Drain forecast, Drain.Trial trial, boolean due) {
        Answer answer() {
            return new Answer(forecast.confirmedBy(trial), Duration.ZERO);
        }
    }

    /** @param pause how long until a trial that is due may be made; zero when none is due */
    public record Answer(Drain drain, Duration pause) {}

    /** @param believed whether status already says what the forecast says, so that nothing has changed since */
    public Answer confirm(String namespace, Workload workload, Drain forecast, boolean believed) {
        var subject = new Subject(namespace, workload.key());
        var last = Optional.ofNullable(outcomes.get(subject));
        if (last.filter(outcome -> !outcome.due() && outcome.forecast().equals(forecast))
                .isPresent()) {
            return last.get().answer();
        }
        var triedAt = last.map(Outcome::triedAt).orElse(Instant.EPOCH);
        var ready = workload.members().stream().filter(Workload.Member::ready).findFirst();
        if (!forecast.worthTrying() || ready.isEmpty() || (last.isEmpty() && believed)) {
            return remember(subject, new Outcome(triedAt, forecast, new Drain.Trial.NotTried(), false));
        }
        var left = Duration.between(clock.instant(), triedAt.plus(PAUSE));
        if (left.isPositive()) {
            remember(subject, new Outcome(triedAt, forecast, new Drain.Trial.NotTried(), true));
            return new Answer(forecast, left);
        }
        var trial = evict(namespace, ready.get().name());
        return remember(subject, new Outcome(clock.instant(), forecast, trial, false));
    }

    /** Drops what is known of a namespace; what still stands in a status is believed again without a trial. */
    public void forget(String namespace) {
        outcomes.keySet().removeIf(subject -> subject.namespace().equals(namespace));
    }

    private Answer remember(Subject subject, Outcome outcome) {
        outcomes.put(subject, outcome);
        return outcome.answer();
    }

    private Drain.Trial evict(String namespace, String pod) {
        var eviction = new EvictionBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(pod)
                        .build())
                .withDeleteOptions(
                        new DeleteOptionsBuilder().withDryRun(DRY_RUN).build())
                .build();
        try {
            var allowed = client.pods().inNamespace(namespace).withName(pod).evict(eviction);
            metrics.evictionTried(allowed ? Verdict.Allowed : Verdict.Refused);
            return allowed
                    ? new Drain.Trial.Allowed()
                    : new Drain.Trial.Refused(pod, "the disruption budget does not allow it now");
        } catch (KubernetesClientException e) {
            return judge(pod, e);
        }
    }

    private Drain.Trial judge(String pod, KubernetesClientException e) {
        var gone = e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
        var silent = e.getCode() == 0;
        if (gone || silent) {
            metrics.evictionTried(Verdict.NoAnswer);
            LOG.debugf("Dry-run eviction has no answer. pod=%s cause=%s", pod, e.getMessage());
            return new Drain.Trial.NotTried();
        }
        metrics.evictionTried(Verdict.Refused);
        return new Drain.Trial.Refused(
                pod,
                e.getCode() == TOO_MANY_REQUESTS
                        ? "the disruption budget does not allow it now"
                        : Optional.ofNullable(e.getStatus())
                                .map(status -> status.getMessage())
                                .orElse("status " + e.getCode()));
    }
}
