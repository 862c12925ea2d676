package dev.faultline.cluster.gameday;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;

/**
 * One run per workload: a Lease in the namespace of both, made by create, which only one can do. It is the run's child,
 * so it never outlives it.
 */
public final class WorkloadLocks {
    private final FaultAccount account;
    private final BiPredicate<String, String> live;

    /** @param live whether a run of that namespace and uid is there and not complete */
    public WorkloadLocks(FaultAccount account, BiPredicate<String, String> live) {
        this.account = account;
        this.live = live;
    }

    /**
     * Takes all of them, or says who has one.
     *
     * @throws KubernetesClientException when the API server does not answer
     */
    public Optional<String> take(GameDayRun run, Collection<Workload.Key> workloads) {
        for (var workload : workloads) {
            var holder = take(run, workload);
            if (holder.isPresent()) {
                return Optional.of(workload.attachedTo() + " is taken by another run, " + holder.get());
            }
        }
        return Optional.empty();
    }

    private Optional<String> take(GameDayRun run, Workload.Key workload) {
        var client = account.client();
        var namespace = run.getMetadata().getNamespace();
        var lease = lease(run, workload);
        try {
            client.resource(lease).create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
        var found = client.leases()
                .inNamespace(namespace)
                .withName(lease.getMetadata().getName())
                .get();
        if (found == null) {
            return take(run, workload);
        }
        var holder = holder(found);
        if (holder.equals(run.getMetadata().getUid())) {
            return Optional.empty();
        }
        if (live.test(namespace, holder)) {
            return Optional.of(owner(found));
        }
        delete(client, found);
        return take(run, workload);
    }

    /** Gives back those that are the run's. */
    public void release(GameDayRun run, Collection<Workload.Key> workloads) {
        var client = account.client();
        for (var workload : workloads) {
            var found = client.leases()
                    .inNamespace(run.getMetadata().getNamespace())
                    .withName(name(workload))
                    .get();
            if (found != null && holder(found).equals(run.getMetadata().getUid())) {
                delete(client, found);
            }
        }
    }

    private static void delete(KubernetesClient client, Lease lease) {
        var path =
                "/apis/coordination.k8s.io/v1/namespaces/" + lease.getMetadata().getNamespace() + "/leases/"
                        + lease.getMetadata().getName();
        var same = new DeleteOptionsBuilder()
                .withApiVersion("v1")
                .withKind("DeleteOptions")
                .withNewPreconditions()
                .withUid(lease.getMetadata().getUid())
                .endPreconditions()
                .build();
        try {
            client.raw(path, "DELETE", same);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static Lease lease(GameDayRun run, Workload.Key workload) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(run.getMetadata().getNamespace())
                .withName(name(workload))
                .addToLabels(Marks.LOCK, "workload")
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(run.getApiVersion())
                        .withKind(run.getKind())
                        .withName(run.getMetadata().getName())
                        .withUid(run.getMetadata().getUid())
                        .build())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(run.getMetadata().getUid())
                .endSpec()
                .build();
    }

    /** A workload's name may be as long as a name can be. */
    private static String name(Workload.Key workload) {
        return "faultline-run-" + UUID.nameUUIDFromBytes(workload.attachedTo().getBytes(StandardCharsets.UTF_8));
    }

    private static String holder(Lease lease) {
        return lease.getSpec() == null || lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }

    private static String owner(Lease lease) {
        return lease.getMetadata().getOwnerReferences().stream()
                .map(owner -> owner.getKind() + "/" + owner.getName())
                .findFirst()
                .orElse(holder(lease));
    }
}
