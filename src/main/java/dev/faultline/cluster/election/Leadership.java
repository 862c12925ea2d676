package dev.faultline.cluster.election;

import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Which replica writes: the holder of a Lease. Caches are warm on every replica, so that the next one writes at once.
 * Neither the framework's election nor the client's is used: the one neither gives the Lease back on shutdown nor keeps
 * the caches of the others, the other looks only every few seconds whether the Lease is free.
 */
public final class Leadership implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Leadership.class);

    private final Terms terms;
    private final Clock clock;
    private final Semaphore nudges = new Semaphore(0);
    private volatile Optional<SharedLease> lease = Optional.empty();
    private boolean closed;
    private volatile boolean leading;

    /** When this replica became the leader. */
    private volatile Instant since = Instant.EPOCH;

    /** Nobody else can have taken the Lease before. */
    private volatile Instant until = Instant.EPOCH;

    public Leadership(Terms terms, Clock clock) {
        this.terms = terms;
        this.clock = clock;
    }

    /** Also false when the Lease has run out although nobody has told this replica so: it may have slept. */
    public boolean isLeading() {
        return leading && clock.instant().isBefore(until);
    }

    /** When this replica became the leader; long ago where it has not. */
    public Instant since() {
        return since;
    }

    /** When somebody last led before this replica did, as far as that is known; empty where nobody has. */
    public Optional<Instant> predecessor() {
        return lease.flatMap(SharedLease::predecessor);
    }

    /** Since some replica, on whichever node, was last seen to hold the Lease; empty where none does. */
    public Optional<Duration> leaseAge() {
        var now = clock.instant();
        return lease.isEmpty() && isLeading()
                ? Optional.of(Duration.ZERO)
                : lease.flatMap(SharedLease::renewed).map(at -> Duration.between(at, now));
    }

    /**
     * @param onStart called when this replica becomes the leader
     * @param onLost called when it has lost the Lease without giving it back: it must stop writing for good
     */
    public void start(KubernetesClient client, Runnable onStart, Runnable onLost) {
        var shared = new SharedLease(client, terms, clock, nudges::release);
        lease = Optional.of(shared);
        shared.watch();
        Thread.ofVirtual().name("election").start(() -> run(shared, onStart, onLost));
    }

    private void run(SharedLease shared, Runnable onStart, Runnable onLost) {
        try {
            while (stand(shared, onStart, onLost)) {
                pause(shared);
            }
        } catch (RuntimeException e) {
            LOG.error("The election has ended by an error", e);
            leading = false;
            onLost.run();
        }
    }

    /** Leads without an election, for a single replica. */
    public void startAlone(Runnable onStart) {
        until = Instant.MAX;
        since = clock.instant();
        leading = true;
        onStart.run();
    }

    /** @return whether to go on */
    private boolean stand(SharedLease shared, Runnable onStart, Runnable onLost) {
        var before = leading;
        if (!tried(shared)) {
            return false;
        }
        if (leading && !before) {
            since = clock.instant();
            try (var _ = LogScope.of(LogKeys.IDENTITY, terms.identity())) {
                LOG.info("Leading");
            }
            onStart.run();
        }
        if (before && !leading) {
            onLost.run();
        }
        return leading || !before;
    }

    /** One try at a time, and none after the Lease was given back. */
    private synchronized boolean tried(SharedLease shared) {
        if (closed) {
            return false;
        }
        try {
            var held = shared.hold();
            held.ifPresent(end -> until = end);
            leading = held.isPresent();
        } catch (KubernetesClientException e) {
            LOG.debugf("Lease not reached. identity=%s cause=%s", terms.identity(), e.getMessage());
            var deadline = until.minus(terms.duration()).plus(terms.renewDeadline());
            leading = leading && clock.instant().isBefore(deadline);
        }
        return true;
    }

    /** Until the next try is due, the Lease ends, or the watch says that it is free. */
    private void pause(SharedLease shared) {
        var left = terms.retryPeriod();
        if (!leading) {
            var end = shared.end()
                    .map(at -> Duration.between(clock.instant(), at))
                    .filter(Duration::isPositive);
            left = end.filter(sooner -> sooner.compareTo(terms.retryPeriod()) < 0)
                    .orElse(left);
        }
        try {
            if (nudges.tryAcquire(left.toMillis() + 1, TimeUnit.MILLISECONDS)) {
                nudges.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops writing, then gives the Lease back, so that another replica takes over at once. */
    @Override
    public void close() {
        var held = leading;
        leading = false;
        synchronized (this) {
            closed = true;
            try {
                if (held) {
                    lease.ifPresent(SharedLease::giveBack);
                }
            } catch (KubernetesClientException e) {
                try (var _ = LogScope.of(LogKeys.CAUSE, String.valueOf(e.getMessage()))) {
                    LOG.info("Lease not given back, it ends by itself");
                }
            }
        }
        nudges.release();
        lease.ifPresent(SharedLease::close);
    }
}
