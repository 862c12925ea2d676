package dev.faultline.controller;

import dev.faultline.api.Mode;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Caches;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.Reach;
import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.traffic.Callers;
import dev.faultline.cluster.traffic.ServiceBook;
import dev.faultline.policy.sidecar.InForce;
import dev.faultline.policy.target.Claimant;
import dev.faultline.policy.target.Workload;
import dev.faultline.xds.Proxy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From a change in the cluster to the policies that must look again. */
public final class Watches extends AbstractEventSource<HasMetadata, ResiliencePolicy>
        implements ResourceEventAware<ResiliencePolicy> {
    private final Caches caches;
    private final Consumer<ResiliencePolicy> forget;
    private final Neighbourhood neighbourhood;
    private final List<Consumer<ResiliencePolicy>> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<PolicyIndex> policies = Optional.empty();
    private volatile Optional<Callers> callers = Optional.empty();

    /** @param forget drops what is remembered of a policy that is gone */
    public Watches(Caches caches, Neighbourhood neighbourhood, Consumer<ResiliencePolicy> forget) {
        super(HasMetadata.class, "surroundings");
        this.caches = caches;
        this.neighbourhood = neighbourhood;
        this.forget = forget;
    }

    Watches over(PolicyIndex index) {
        policies = Optional.of(index);
        caches.listen(this::changed);
        return this;
    }

    /** @param services by which those are found who call a workload */
    public void follow(ServiceBook services) {
        callers = policies.map(index -> new Callers(services, index::naming, this::claimed));
    }

    /** Who calls a Service may now call somebody else; to who mentions it, it may be new. */
    public void serviceChanged(Place service) {
        if (isRunning()) {
            wake(callers.stream().flatMap(known -> known.ofService(service).stream()));
            wake(caches.mentioning(service).flatMap(this::claiming));
            wake(receiving(service.namespace()));
        }
    }

    /** A NetworkPolicy of the namespace may let callers through to the sidecars there, or not. */
    public void barrierChanged(String namespace) {
        if (isRunning()) {
            wake(receiving(namespace));
        }
    }

    /** Policies that are about requests to their workloads. */
    private Stream<ResiliencePolicy> receiving(String namespace) {
        return in(namespace)
                .filter(policy -> policy.getSpec().inbound() != null
                        && !policy.getSpec().inbound().isEmpty());
    }

    /** @param listener told of a policy that is new, changed or gone; of the former state, too, of one that changed */
    public void listen(Consumer<ResiliencePolicy> listener) {
        listeners.add(listener);
    }

    /** Empty until they are known. */
    public Optional<PolicyIndex> policies() {
        return policies;
    }

    /** Namespaces with a policy that may change pods. */
    public Set<String> enforcedNamespaces() {
        return all().filter(policy -> policy.getSpec().mode() != Mode.Audit)
                .map(policy -> policy.getMetadata().getNamespace())
                .collect(Collectors.toSet());
    }

    /** Every policy looks again, as after taking over from another replica; first those that changed in between. */
    public void wakeAll() {
        wake(all().sorted(Comparator.comparing(Watches::isReportedOn)));
    }

    private static boolean isReportedOn(ResiliencePolicy policy) {
        var status = policy.getStatus();
        return status != null && policy.getMetadata().getGeneration().equals(status.observedGeneration());
    }

    /** A policy looks again, if it is still there. */
    public void wake(Place policy) {
        wake(policies.stream().flatMap(index -> index.named(policy.namespace(), policy.name()).stream()));
    }

    /** Whether new pods of the namespace get sidecars, or what sidecars do there, has changed. */
    public void wakeNamespace(String namespace) {
        wake(in(namespace));
    }

    public long policyCount() {
        return all().count();
    }

    /** A sidecar has come further, or left. */
    public void sidecarChanged(Proxy proxy) {
        caches.pod(proxy.namespace(), proxy.pod()).ifPresent(pod -> changed(new Cached.Change(List.of(pod))));
    }

    private void changed(Cached.Change change) {
        if (isRunning()) {
            change.states().stream().flatMap(this::reached).forEach(this::wake);
            var workloads = change.states().stream()
                    .flatMap(state -> Outline.of(state).stream())
                    .distinct()
                    .toList();
            if (workloads.size() == 2 || change.states().size() == 1) {
                wakeCallers(workloads.stream());
            }
        }
    }

    /** Policies whose findings may depend on what these workloads call, or on whose they are. */
    private void wakeCallers(Stream<Outline> workloads) {
        wake(callers.stream().flatMap(known -> known.ofWorkloads(workloads).stream()));
    }

    private Stream<ResiliencePolicy> reached(HasMetadata changed) {
        var reached = switch (Reach.of(changed, caches)) {
            case Reach.Nothing _ -> Stream.<ResiliencePolicy>empty();
            case Reach.Everything _ -> all();
            case Reach.Namespace(var namespace) -> in(namespace);
            case Reach.Workloads(var namespace, var workloads) ->
                workloads.entrySet().stream()
                        .flatMap(workload -> claiming(namespace, workload.getKey(), workload.getValue()));
        };
        return changed instanceof PodDisruptionBudget budget ? Stream.concat(reached, owners(budget)) : reached;
    }

    private Stream<ResiliencePolicy> claiming(Outline workload) {
        return claiming(workload.namespace(), workload.key(), workload.labels());
    }

    private Stream<ResiliencePolicy> claiming(String namespace, Workload.Key key, Map<String, String> labels) {
        return policies.stream().flatMap(index -> index.claiming(namespace, key, labels));
    }

    private Stream<ResiliencePolicy> owners(PodDisruptionBudget budget) {
        return budget.getMetadata().getOwnerReferences().stream().flatMap(owner -> owner(budget, owner).stream());
    }

    private Optional<ResiliencePolicy> owner(PodDisruptionBudget budget, OwnerReference owner) {
        return policies.flatMap(index -> index.named(budget.getMetadata().getNamespace(), owner.getName()))
                .filter(policy -> owner.getUid().equals(policy.getMetadata().getUid()));
    }

    private Stream<ResiliencePolicy> all() {
        return policies.stream().flatMap(PolicyIndex::all);
    }

    private Stream<ResiliencePolicy> in(String namespace) {
        return policies.stream().flatMap(index -> index.in(namespace));
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
        wakeCallers(claimed(policy));
        tell(policy);
    }

    @Override
    public void onResourceUpdated(ResiliencePolicy now, ResiliencePolicy before) {
        var respelt =
                !now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration());
        var leaving = now.isMarkedForDeletion() && !before.isMarkedForDeletion();
        var bypassed = InForce.isBypassed(now) != InForce.isBypassed(before);
        if (respelt || leaving) {
            wakeRivals(before);
            wakeRivals(now);
        }
        if (leaving || Callers.mustHear(now, before)) {
            wakeCallers(Stream.concat(claimed(before), claimed(now)));
        }
        if (bypassed) {
            wake(now);
        }
        if (respelt || leaving || bypassed) {
            tell(before);
            tell(now);
        }
    }

    @Override
    public void onResourceDeleted(ResiliencePolicy policy) {
        forget.accept(policy);
        wakeRivals(policy);
        wakeCallers(claimed(policy));
        tell(policy);
    }

    private void tell(ResiliencePolicy policy) {
        listeners.forEach(listener -> listener.accept(policy));
    }

    /** Policies that claim a workload which this one claims: who wins it may have changed. */
    private void wakeRivals(ResiliencePolicy policy) {
        claimed(policy)
                .flatMap(this::claiming)
                .filter(other -> !other.getMetadata()
                        .getName()
                        .equals(policy.getMetadata().getName()))
                .forEach(this::wake);
    }

    private Stream<Outline> claimed(ResiliencePolicy policy) {
        return neighbourhood.claimed(
                policy.getMetadata().getNamespace(), Claimant.of(policy).claim());
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
