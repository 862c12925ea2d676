package dev.faultline.controller;

import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Cached;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.Reach;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** From a change in the cluster to the policies that must look again. */
public final class Watches extends AbstractEventSource<HasMetadata, ResiliencePolicy>
        implements ResourceEventAware<ResiliencePolicy> {
    private final Caches caches;
    private final Consumer<ResiliencePolicy> forget;
    private Optional<IndexedResourceCache<ResiliencePolicy>> policies = Optional.empty();

    /** @param forget drops what is remembered of a policy that is gone */
    public Watches(Caches caches, Consumer<ResiliencePolicy> forget) {
        super(HasMetadata.class, "surroundings");
        this.caches = caches;
        this.forget = forget;
    }

    Watches over(IndexedResourceCache<ResiliencePolicy> cache) {
        policies = Optional.of(cache);
        caches.listen(this::changed);
        return this;
    }

    /** Every policy looks again, as after taking over from another replica. */
    public void wakeAll() {
        wake(all());
    }

    public long policyCount() {
        return all().count();
    }

    private void changed(Cached.Change change) {
        if (isRunning()) {
            change.states().stream().flatMap(this::reached).forEach(this::wake);
        }
    }

    private Stream<ResiliencePolicy> reached(HasMetadata changed) {
        var reached = switch (Reach.of(changed, caches)) {
            case Reach.Nothing _ -> Stream.<ResiliencePolicy>empty();
            case Reach.Everything _ -> all();
            case Reach.Namespace(var namespace) -> in(namespace);
            case Reach.Workloads(var namespace, var workloads) -> claiming(namespace, workloads);
        };
        return changed instanceof PodDisruptionBudget budget ? Stream.concat(reached, owners(budget)) : reached;
    }

    private Stream<ResiliencePolicy> claiming(String namespace, Map<Workload.Key, Map<String, String>> workloads) {
        return in(namespace).filter(policy -> {
            var claimant = Claimant.of(policy);
            return workloads.entrySet().stream().anyMatch(entry -> claimant.claims(entry.getKey(), entry.getValue()));
        });
    }

    private Stream<ResiliencePolicy> owners(PodDisruptionBudget budget) {
        var uids = budget.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .toList();
        return in(budget.getMetadata().getNamespace())
                .filter(policy -> uids.contains(policy.getMetadata().getUid()));
    }

    private Stream<ResiliencePolicy> all() {
        return policies.stream().flatMap(cache -> cache.list());
    }

    private Stream<ResiliencePolicy> in(String namespace) {
        return policies.stream().flatMap(cache -> cache.list(namespace));
    }

    private void wake(Stream<ResiliencePolicy> woken) {
        woken.forEach(this::wake);
    }

    private void wake(ResiliencePolicy policy) {
        getEventHandler().handleEvent(new Event(ResourceID.fromResource(policy)));
    }

    @Override
    public void onResourceCreated(ResiliencePolicy policy) {
        wakeRivals(policy);
    }

    @Override
    public void onResourceUpdated(ResiliencePolicy now, ResiliencePolicy before) {
        var respelt =
                !now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration());
        var leaving = now.isMarkedForDeletion() && !before.isMarkedForDeletion();
        if (respelt || leaving) {
            wakeRivals(before);
            wakeRivals(now);
        }
    }

    @Override
    public void onResourceDeleted(ResiliencePolicy policy) {
        forget.accept(policy);
        wakeRivals(policy);
    }

    /** Policies that claim a workload which this one claims: who wins it may have changed. */
    private void wakeRivals(ResiliencePolicy policy) {
        var namespace = policy.getMetadata().getNamespace();
        var claimant = Claimant.of(policy);
        var contested = caches.workloads(namespace).entrySet().stream()
                .filter(workload -> claimant.claims(workload.getKey(), workload.getValue()))
                .map(workload -> Map.of(workload.getKey(), workload.getValue()))
                .toList();
        contested.stream()
                .flatMap(workload -> claiming(namespace, workload))
                .filter(other -> !other.getMetadata().getName().equals(claimant.name()))
                .forEach(this::wake);
    }

    @Override
    public Class<HasMetadata> resourceType() {
        return HasMetadata.class;
    }

    @Override
    public Set<HasMetadata> getSecondaryResources(ResiliencePolicy policy) {
        return Set.of();
    }
}
