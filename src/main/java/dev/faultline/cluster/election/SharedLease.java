package dev.faultline.cluster.election;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The Lease in the cluster: taken, renewed and given back by compare-and-swap, so that one replica at most holds it.
 *
 * <p>How long another replica's Lease holds is counted by this replica's own clock from the moment that it first saw the
 * last renewal: the clocks of two nodes may differ by more than a Lease. Source: client-go leaderelection, observedTime.
 */
public final class SharedLease implements AutoCloseable {
    /** A Lease that was given back; nobody has to wait for its end. */
    private static final int GIVEN_BACK_SECONDS = 1;

    /** A conflict may come from somebody who only put a label on it. */
    private static final int TRIES = 3;

    private final KubernetesClient client;
    private final Terms terms;
    private final Clock clock;
    private final SharedIndexInformer<Lease> informer;
    private final AtomicReference<Optional<Sighting>> sighting = new AtomicReference<>(Optional.empty());
    private volatile boolean holding;

    /** The last renewal before this process had the Lease, by whoever had it. */
    private volatile Optional<Instant> predecessor = Optional.empty();

    /** @param at when this state of the Lease was first seen here */
    private record Sighting(LeaseSpec spec, Instant at) {}

    /** @param onFree called as soon as a watch says that nobody holds the Lease */
    SharedLease(KubernetesClient client, Terms terms, Clock clock, Runnable onFree) {
        this.client = impatient(client, terms);
        this.terms = terms;
        this.clock = clock;
        this.informer = client.leases()
                .inNamespace(terms.namespace())
                .withName(terms.name())
                .runnableInformer(0);
        informer.exceptionHandler((started, problem) -> true);
        informer.addEventHandler(new Watching(onFree));
    }

    /** An answer that comes after the next try is due is of no use, and must not hold that up. */
    private static KubernetesClient impatient(KubernetesClient client, Terms terms) {
        return client.newClient(
                        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                                .withRequestTimeout((int) terms.retryPeriod().toMillis())
                                .withRequestRetryBackoffLimit(0)
                                .build())
                .adapt(KubernetesClient.class);
    }

    void watch() {
        informer.start();
    }

    /**
     * Takes the Lease if it is free, renews it if it is ours.
     *
     * @return the moment from which nobody else may take it; empty when somebody else has it
     * @throws KubernetesClientException when the API server does not answer
     */
    Optional<Instant> hold() {
        for (var tries = 0; tries < TRIES; tries++) {
            var now = clock.instant();
            var found = lease().get();
            see(found);
            if (found != null && !isOurs(found) && !isFree(found, now)) {
                return Optional.empty();
            }
            if (isWritten(found, now)) {
                if (!holding) {
                    holding = true;
                    predecessor = renewal(found);
                }
                return Optional.of(now.plus(terms.duration()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> renewal(@Nullable Lease lease) {
        return Optional.ofNullable(lease)
                .map(Lease::getSpec)
                .map(LeaseSpec::getRenewTime)
                .map(ZonedDateTime::toInstant);
    }

    /** When somebody last led before this process did, by the clock of that one; empty where nobody has. */
    Optional<Instant> predecessor() {
        return predecessor;
    }

    /** Only if it is still ours. */
    void giveBack() {
        var found = lease().get();
        if (found != null && isOurs(found)) {
            replace(new LeaseBuilder(found)
                    .editSpec()
                    .withHolderIdentity("")
                    .withLeaseDurationSeconds(GIVEN_BACK_SECONDS)
                    .endSpec()
                    .build());
        }
    }

    private boolean isWritten(@Nullable Lease found, Instant now) {
        try {
            if (found == null) {
                client.resource(ours(new LeaseBuilder(), now, true)).create();
            } else {
                replace(ours(new LeaseBuilder(found), now, !isOurs(found)));
            }
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private void replace(Lease lease) {
        client.resource(lease)
                .lockResourceVersion(lease.getMetadata().getResourceVersion())
                .update();
    }

    private Lease ours(LeaseBuilder lease, Instant now, boolean taken) {
        // The API server keeps microseconds.
        var time = ZonedDateTime.ofInstant(now.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
        var changed = lease.editOrNewMetadata()
                .withNamespace(terms.namespace())
                .withName(terms.name())
                .endMetadata()
                .editOrNewSpec()
                .withHolderIdentity(terms.identity())
                .withLeaseDurationSeconds((int) terms.duration().toSeconds())
                .withRenewTime(time);
        if (taken) {
            var transitions = Objects.requireNonNullElse(changed.getLeaseTransitions(), 0);
            changed.withAcquireTime(time).withLeaseTransitions(transitions + 1);
        }
        return changed.endSpec().build();
    }

    private boolean isOurs(Lease lease) {
        return lease.getSpec() != null
                && terms.identity().equals(lease.getSpec().getHolderIdentity());
    }

    private boolean isFree(Lease lease, Instant now) {
        return hasNoHolder(lease) || end().filter(end -> end.isAfter(now)).isEmpty();
    }

    private static boolean hasNoHolder(Lease lease) {
        var spec = lease.getSpec();
        return spec == null
                || spec.getHolderIdentity() == null
                || spec.getHolderIdentity().isEmpty();
    }

    private void see(@Nullable Lease lease) {
        var spec = lease == null ? null : lease.getSpec();
        sighting.updateAndGet(before -> spec == null
                ? Optional.empty()
                : before.filter(seen -> seen.spec().equals(spec))
                        .or(() -> Optional.of(new Sighting(spec, clock.instant()))));
    }

    /** When somebody was last seen to renew it, by the clock of this replica; empty where nobody holds it. */
    Optional<Instant> renewed() {
        return sighting.get()
                .filter(seen -> seen.spec().getHolderIdentity() != null
                        && !seen.spec().getHolderIdentity().isEmpty())
                .map(Sighting::at);
    }

    /** When the Lease as last seen ends by itself. */
    Optional<Instant> end() {
        return sighting.get()
                .map(seen -> seen.at()
                        .plusSeconds(Objects.requireNonNullElse(seen.spec().getLeaseDurationSeconds(), 0)));
    }

    private Resource<Lease> lease() {
        return client.leases().inNamespace(terms.namespace()).withName(terms.name());
    }

    @Override
    public void close() {
        informer.stop();
    }

    private final class Watching implements ResourceEventHandler<Lease> {
        private final Runnable onFree;

        Watching(Runnable onFree) {
            this.onFree = onFree;
        }

        @Override
        public void onAdd(Lease lease) {
            onUpdate(lease, lease);
        }

        @Override
        public void onUpdate(Lease before, Lease after) {
            see(after);
            if (hasNoHolder(after)) {
                onFree.run();
            }
        }

        @Override
        public void onDelete(Lease lease, boolean stateUnknown) {
            onFree.run();
        }
    }
}
