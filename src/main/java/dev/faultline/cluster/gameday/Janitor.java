package dev.faultline.cluster.gameday;

import dev.faultline.api.TargetKind;
import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.api.gameday.run.Phase;
import dev.faultline.cluster.Caches;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Puts back what nobody else does: what has expired, and what belongs to a run that is over or gone. It runs on every
 * replica, by a thread of its own, whoever has the Lease, and goes by what stands on the objects.
 */
public final class Janitor implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Janitor.class);
    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final Caches caches;
    private final KubernetesClient client;
    private final FaultAccount account;
    private final Reverter reverter;
    private final Clock clock;
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("janitor").factory());

    /** @param client may read runs */
    public Janitor(Caches caches, KubernetesClient client, FaultAccount account, Reverter reverter, Clock clock) {
        this.caches = caches;
        this.client = client;
        this.account = account;
        this.reverter = reverter;
        this.clock = clock;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::sweep, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        try {
            caches.workloadsLabelled(Marks.RUN).forEach(this::look);
        } catch (RuntimeException e) {
            LOG.error("The janitor has failed and goes on", e);
        }
    }

    private void look(HasMetadata cached) {
        try {
            ReplicaFault.read(
                            account.client(),
                            cached.getMetadata().getNamespace(),
                            TargetKind.valueOf(cached.getKind()),
                            cached.getMetadata().getName())
                    .filter(found -> ReplicaFault.labels(found).containsKey(Marks.RUN))
                    .filter(found -> isExpired(found) || isOver(found))
                    .ifPresent(reverter::revert);
        } catch (KubernetesClientException e) {
            try (var _ = LogScope.of(
                            LogKeys.NAMESPACE,
                            String.valueOf(cached.getMetadata().getNamespace()))
                    .and(
                            LogKeys.OBJECT,
                            cached.getKind() + "/" + cached.getMetadata().getName())
                    .and(LogKeys.CAUSE, Refusal.words(e))) {
                LOG.warn("A fault is not reverted yet");
            }
        }
    }

    private boolean isExpired(HasMetadata marked) {
        return expires(marked).filter(at -> !clock.instant().isBefore(at)).isPresent();
    }

    private static Optional<Instant> expires(HasMetadata marked) {
        try {
            return Optional.ofNullable(ReplicaFault.marks(marked).get(Marks.EXPIRES))
                    .map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Asked for, since a cache that lags would undo a fault that is meant to be. No answer leaves it to its expiry. */
    private boolean isOver(HasMetadata marked) {
        var uid = ReplicaFault.labels(marked).get(Marks.RUN);
        return client
                .resources(GameDayRun.class)
                .inNamespace(marked.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .filter(run -> run.getMetadata().getUid().equals(uid))
                .noneMatch(run -> run.getStatus() == null || run.getStatus().phase() != Phase.Complete);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
