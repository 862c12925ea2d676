package dev.faultline.cluster;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.api.ResiliencePolicyStatus;
import dev.faultline.cluster.cache.ResourceVersion;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Writes the status of policies and remembers what it wrote until the cache has it.
 *
 * <p>The framework could do both, but it takes an update of the spec that arrives while a status is being written for
 * its own and drops it. Source: JOSDK 5.3.2 EventFilterDetails, which keeps only events newer than the own write.
 */
public final class StatusWriter {
    private static final Logger LOG = Logger.getLogger(StatusWriter.class);
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final Metrics metrics;
    private final Clock clock;
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    public StatusWriter(KubernetesClient client, Metrics metrics, Clock clock) {
        this.client = client;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param version the resource version that the write has led to */
    private record Written(Instant at, long version, ResiliencePolicyStatus status) {
        boolean isAheadOf(ResiliencePolicy policy) {
            return version > ResourceVersion.of(policy);
        }
    }

    /** Gives the policy the status that was written last, where its copy in the cache is older. */
    public void update(ResiliencePolicy policy) {
        Optional.ofNullable(written.get(policy.getMetadata().getUid()))
                .filter(last -> last.isAheadOf(policy))
                .ifPresent(last -> policy.setStatus(last.status()));
    }

    /** How long ago the status of this policy was last written; for ever, when this process has not. */
    public Duration sinceLast(ResiliencePolicy policy) {
        return Optional.ofNullable(written.get(policy.getMetadata().getUid()))
                .map(last -> Duration.between(last.at(), clock.instant()))
                .orElse(ChronoUnit.FOREVER.getDuration());
    }

    public void write(ResiliencePolicy policy, ResiliencePolicyStatus status) {
        try {
            var answer =
                    client.resource(fresh(policy, status)).subresource("status").patch(ServerSideApply.FORCED);
            remember(policy, ResourceVersion.of(answer), status);
            metrics.statusWritten();
        } catch (KubernetesClientException e) {
            if (policy.getSpec().unreadable() == null || !isForGood(e)) {
                throw e;
            }
            try (var _ = LogScope.of(LogKeys.CAUSE, String.valueOf(e.getMessage()))) {
                LOG.warn("Status cannot be stored, an Event tells it");
            }
            // As if it were written: until the policy itself changes, another try would end alike.
            remember(policy, ResourceVersion.of(policy) + 1, status);
        }
    }

    /** The API server checks the whole object, so it takes no status for one whose spec is beyond its schema. */
    private static boolean isForGood(KubernetesClientException e) {
        return e.getCode() == UNPROCESSABLE
                || (e.getMessage() != null && e.getMessage().contains("failed to create typed"));
    }

    private void remember(ResiliencePolicy policy, long version, ResiliencePolicyStatus status) {
        written.put(policy.getMetadata().getUid(), new Written(clock.instant(), version, status));
    }

    public void forget(ResiliencePolicy policy) {
        written.remove(policy.getMetadata().getUid());
    }

    /** An apply must hold what we own and nothing else; the uid keeps it off a namesake made meanwhile. */
    private static ResiliencePolicy fresh(ResiliencePolicy policy, ResiliencePolicyStatus status) {
        var patch = new ResiliencePolicy();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(policy.getMetadata().getName())
                .withNamespace(policy.getMetadata().getNamespace())
                .withUid(policy.getMetadata().getUid())
                .build());
        patch.setSpec(null);
        patch.setStatus(status);
        return patch;
    }
}
