package dev.faultline.cluster;

import dev.faultline.api.schema.Stored;
import dev.faultline.cluster.cache.ResourceVersion;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes the status of one kind of resource and remembers what it wrote until the cache has it.
 *
 * <p>The framework could do both, but it takes an update of the spec that arrives while a status is being written for
 * its own and drops it. Source: JOSDK 5.3.2 EventFilterDetails, which keeps only events newer than the own write.
 *
 * @param <R> the kind
 * @param <S> its status
 */
public final class StatusWriter<R extends CustomResource<? extends Stored, S>, S> {
    private static final Logger LOG = Logger.getLogger(StatusWriter.class);
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final Metrics metrics;
    private final Clock clock;
    private final Supplier<R> blank;
    private final Map<String, Written<S>> written = new ConcurrentHashMap<>();

    /** @param blank makes a resource of the kind with nothing in it */
    public StatusWriter(KubernetesClient client, Supplier<R> blank, Metrics metrics, Clock clock) {
        this.client = client;
        this.blank = blank;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param version the resource version that the write has led to */
    private record Written<S>(Instant at, long version, S status) {
        boolean isAheadOf(HasMetadata resource) {
            return version > ResourceVersion.of(resource);
        }
    }

    /** Gives the resource the status that was written last, where its copy in the cache is older. */
    public void update(R resource) {
        Optional.ofNullable(written.get(resource.getMetadata().getUid()))
                .filter(last -> last.isAheadOf(resource))
                .ifPresent(last -> resource.setStatus(last.status()));
    }

    /** How long ago the status of this resource was last written; for ever, when this process has not. */
    public Duration sinceLast(R resource) {
        return Optional.ofNullable(written.get(resource.getMetadata().getUid()))
                .map(last -> Duration.between(last.at(), clock.instant()))
                .orElse(ChronoUnit.FOREVER.getDuration());
    }

    public void write(R resource, S status) {
        try {
            var answer = client.resource(fresh(resource, status))
                    .subresource("status")
                    .patch(ServerSideApply.FORCED);
            remember(resource, ResourceVersion.of(answer), status);
            metrics.statusWritten();
        } catch (KubernetesClientException e) {
            if (resource.getSpec().unreadable() == null || !isForGood(e)) {
                throw e;
            }
            try (var _ = LogScope.of(LogKeys.CAUSE, String.valueOf(e.getMessage()))) {
                LOG.warn("Status cannot be stored, an Event tells it");
            }
            // As if it were written: until the resource itself changes, another try would end alike.
            remember(resource, ResourceVersion.of(resource) + 1, status);
        }
    }

    /** The API server checks the whole object, so it takes no status for one whose spec is beyond its schema. */
    private static boolean isForGood(KubernetesClientException e) {
        return e.getCode() == UNPROCESSABLE
                || (e.getMessage() != null && e.getMessage().contains("failed to create typed"));
    }

    private void remember(R resource, long version, S status) {
        written.put(resource.getMetadata().getUid(), new Written<>(clock.instant(), version, status));
    }

    public void forget(R resource) {
        written.remove(resource.getMetadata().getUid());
    }

    /** An apply must hold what we own and nothing else; the uid keeps it off a namesake made meanwhile. */
    private R fresh(R resource, S status) {
        var patch = blank.get();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .withUid(resource.getMetadata().getUid())
                .build());
        patch.setSpec(null);
        patch.setStatus(status);
        return patch;
    }
}
