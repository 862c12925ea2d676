package dev.faultline.cluster;

import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Which replica writes: the holder of a Lease. Caches are warm on every replica, so that the next one writes at once.
 * The framework's own election is not used: it neither releases the Lease on shutdown nor keeps the caches of the others.
 */
public final class Leadership implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Leadership.class);

    private final Terms terms;
    private volatile boolean leading;
    private Optional<CompletableFuture<?>> election = Optional.empty();

    /**
     * @param identity unique among replicas: the pod's name
     * @param duration how long a Lease holds without renewal
     * @param renewDeadline how long its holder tries to renew it before giving up; shorter than the duration
     * @param retryPeriod pause between tries; shorter than the renew deadline
     */
    public record Terms(
            String namespace,
            String name,
            String identity,
            Duration duration,
            Duration renewDeadline,
            Duration retryPeriod) {}

    public Leadership(Terms terms) {
        this.terms = terms;
    }

    public boolean isLeading() {
        return leading;
    }

    /**
     * @param onStart called when this replica becomes the leader
     * @param onLost called when it has lost the Lease without giving it back: it must stop writing for good
     */
    public void start(KubernetesClient client, Runnable onStart, Runnable onLost) {
        var callbacks = new LeaderCallbacks(
                () -> {
                    try (var _ = LogScope.of(LogKeys.IDENTITY, terms.identity())) {
                        LOG.info("Leading");
                    }
                    leading = true;
                    onStart.run();
                },
                () -> {
                    if (leading) {
                        leading = false;
                        onLost.run();
                    }
                },
                holder -> LOG.debugf("Lease has a new holder. identity=%s", holder));
        var config = new LeaderElectionConfigBuilder()
                .withName(terms.name())
                .withLock(new LeaseLock(terms.namespace(), terms.name(), terms.identity()))
                .withLeaseDuration(terms.duration())
                .withRenewDeadline(terms.renewDeadline())
                .withRetryPeriod(terms.retryPeriod())
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(callbacks)
                .build();
        election = Optional.of(client.leaderElector().withConfig(config).build().start());
    }

    /** Leads without an election, for a single replica. */
    public void startAlone(Runnable onStart) {
        leading = true;
        onStart.run();
    }

    /** Stops writing, then gives the Lease back, so that another replica takes over within its retry period. */
    @Override
    public void close() {
        leading = false;
        election.ifPresent(running -> running.cancel(true));
    }
}
