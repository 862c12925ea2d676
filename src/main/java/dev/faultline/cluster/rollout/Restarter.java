package dev.faultline.cluster.rollout;

import dev.faultline.cluster.Applier;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.cache.ResourceVersion;
import dev.faultline.cluster.index.Place;
import dev.faultline.policy.target.Workload;
import dev.faultline.policy.text.Sentences;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import dev.faultline.telemetry.Metrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Restarts workloads, and never a second one before the first has replaced its pods. */
public final class Restarter {
    /** How long a refusal is believed while the workload stays as it is. */
    public static final Duration REFUSED = Duration.ofSeconds(30);

    /** How long a restart whose answer was lost counts as one that goes on. */
    public static final Duration UNCLEAR = Slot.LOST;

    private static final Logger LOG = Logger.getLogger(Restarter.class);
    private static final int LONGEST = 300;
    private static final PatchContext PATCH = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(Applier.FIELD_MANAGER)
            .build();

    private final KubernetesClient client;
    private final Caches caches;
    private final Metrics metrics;
    private final Clock clock;
    private final Slot slot;
    private final Map<Place, Refusal> refusals = new ConcurrentHashMap<>();

    /** @param client asks once: who is refused has others to look after */
    public Restarter(KubernetesClient client, Caches caches, Metrics metrics, Clock clock) {
        this.client = client;
        this.caches = caches;
        this.metrics = metrics;
        this.clock = clock;
        this.slot = new Slot(clock);
    }

    /** What became of a restart. */
    public sealed interface Outcome {
        record Started() implements Outcome {}

        /** Another one goes on. */
        record Occupied() implements Outcome {}

        /** The workload is not as it was when this was decided; the watch tells. */
        record Overtaken() implements Outcome {}

        /**
         * Not to be tried again soon, or one that fails for ever would take every turn.
         *
         * @param message the API server's words, or what keeps it from answering
         */
        record Refused(String message) implements Outcome {}
    }

    private record Refusal(String version, Instant at, String message) {}

    /** Whether none goes on. */
    public boolean isFree() {
        return slot.isFree() && caches.restartsUnderWay().isEmpty();
    }

    public boolean isUnderWay(String namespace, Workload.Key key) {
        return caches.restartsUnderWay().contains(place(namespace, key));
    }

    /**
     * @param workload as it was decided upon
     * @param mark what it is restarted for
     */
    public Outcome restart(String namespace, Workload workload, String mark) {
        var version = workload.replacement().version();
        var refusal = refusals.get(place(namespace, workload.key()));
        if (refusal != null
                && refusal.version().equals(version.resourceVersion())
                && refusal.at().plus(REFUSED).isAfter(clock.instant())) {
            return new Outcome.Refused(refusal.message());
        }
        if (!isFree() || !slot.take()) {
            return new Outcome.Occupied();
        }
        try {
            var written = patch(namespace, workload.key(), RestartPatch.of(version, mark));
            var now = ResourceVersion.of(written);
            slot.written(() -> cached(namespace, workload.key())
                    .map(cached -> ResourceVersion.of(cached) >= now)
                    .orElse(true));
        } catch (KubernetesClientException e) {
            return refused(namespace, workload, e);
        } catch (RuntimeException e) {
            slot.lost();
            throw e;
        }
        metrics.workloadRestarted();
        try (var _ = LogScope.of(LogKeys.NAMESPACE, namespace)
                .and(LogKeys.WORKLOAD, workload.key().attachedTo())
                .and(LogKeys.WHY, mark)) {
            LOG.info("Workload restarted for the sidecar");
        }
        return new Outcome.Started();
    }

    /** Of an object that is given the client asks for no other, which the operator may not read. */
    private HasMetadata patch(String namespace, Workload.Key key, String patch) {
        var metadata = new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(key.name())
                .build();
        return switch (key.kind()) {
            case Deployment ->
                client.resource(new DeploymentBuilder().withMetadata(metadata).build())
                        .patch(PATCH, patch);
            case StatefulSet ->
                client.resource(new StatefulSetBuilder().withMetadata(metadata).build())
                        .patch(PATCH, patch);
        };
    }

    private Optional<? extends HasMetadata> cached(String namespace, Workload.Key key) {
        return switch (key.kind()) {
            case Deployment -> caches.deployment(namespace, key.name());
            case StatefulSet -> caches.statefulSet(namespace, key.name());
        };
    }

    private Outcome refused(String namespace, Workload workload, KubernetesClientException e) {
        if (e.getCode() < HttpURLConnection.HTTP_BAD_REQUEST || e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
            slot.lost();
        } else {
            slot.refused();
        }
        if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            LOG.debugf("Workload has changed meanwhile, waiting for the watch. name=%s", workload.key());
            return new Outcome.Overtaken();
        }
        return remember(namespace, workload, e);
    }

    private Outcome remember(String namespace, Workload workload, KubernetesClientException e) {
        var now = clock.instant();
        var message = Sentences.cut(
                e.getStatus() == null
                        ? String.valueOf(e.getMessage())
                        : String.valueOf(e.getStatus().getMessage()),
                LONGEST);
        refusals.values().removeIf(each -> each.at().plus(REFUSED).isBefore(now));
        refusals.put(
                place(namespace, workload.key()),
                new Refusal(workload.replacement().version().resourceVersion(), now, message));
        try (var _ = LogScope.of(LogKeys.NAMESPACE, namespace)
                .and(LogKeys.WORKLOAD, workload.key().attachedTo())
                .and(LogKeys.CAUSE, message)) {
            LOG.warn("The restart of a workload is refused");
        }
        return new Outcome.Refused(message);
    }

    private static Place place(String namespace, Workload.Key key) {
        return new Place(namespace, key.attachedTo());
    }
}
