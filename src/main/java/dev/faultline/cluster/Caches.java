package dev.faultline.cluster;

import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.cache.Filling;
import dev.faultline.cluster.index.Outline;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.trouble.FailedCreations;
import dev.faultline.policy.mention.Mention;
import dev.faultline.policy.mention.Source;
import dev.faultline.policy.target.Workload;
import dev.faultline.probe.gate.GatedPod;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Everything the operator watches besides its own resources: one informer per kind, shared by all who read. */
public final class Caches implements Observed, AutoCloseable {
    private final List<Consumer<Cached.Change>> listeners = new CopyOnWriteArrayList<>();
    private final Cached<Deployment> deployments;
    private final Cached<StatefulSet> statefulSets;
    private final Cached<PodDisruptionBudget> budgets;
    private final Cached<HorizontalPodAutoscaler> autoscalers;
    private final Cached<Pod> pods;
    private final Cached<Event> failedCreations;
    private final Cached<Node> nodes;
    private final Cached<PersistentVolumeClaim> claims;
    private final Cached<PersistentVolume> volumes;
    private final ScaledObjects scaledObjects;
    private final ConfigMaps configMaps;
    private final CacheIndexes indexes = new CacheIndexes();

    /** @param readConfigMaps whether the hosts in ConfigMaps are of interest */
    public Caches(KubernetesClient client, boolean readConfigMaps) {
        deployments = new Cached<>(
                client.apps().deployments().inAnyNamespace(),
                Prunings.DEPLOYMENT,
                this::tell,
                List.of(
                        indexes.workloads.seenAs(Outline::of),
                        indexes.restarts.seenAs(CacheIndexes::restarted),
                        indexes.mentions.seenAs(CacheIndexes.Mentioning::of),
                        indexes.configured.seenAs(CacheIndexes.Mentioning::of)));
        statefulSets = new Cached<>(
                client.apps().statefulSets().inAnyNamespace(),
                Prunings.STATEFUL_SET,
                this::tell,
                List.of(
                        indexes.workloads.seenAs(Outline::of),
                        indexes.restarts.seenAs(CacheIndexes::restarted),
                        indexes.mentions.seenAs(CacheIndexes.Mentioning::of),
                        indexes.configured.seenAs(CacheIndexes.Mentioning::of)));
        budgets = new Cached<>(
                client.policy().v1().podDisruptionBudget().inAnyNamespace(),
                Prunings.BUDGET,
                this::tell,
                List.of(indexes.budgetOwners, indexes.budgetSelectors));
        autoscalers = new Cached<>(
                client.autoscaling().v2().horizontalPodAutoscalers().inAnyNamespace(),
                Prunings.AUTOSCALER,
                this::tell,
                List.of(indexes.autoscalers));
        pods = new Cached<>(
                client.pods().inAnyNamespace(),
                Prunings.POD,
                this::tell,
                List.of(indexes.podLabels, indexes.podClaims, indexes.podAddresses, indexes.gated, indexes.injected));
        failedCreations = new Cached<>(
                client.events().v1().events().inAnyNamespace().withField("reason", FailedCreations.REASON),
                FailedCreations.PRUNING,
                this::tell,
                List.of(indexes.failedCreations));
        nodes = new Cached<>(
                client.nodes(),
                Prunings.NODE,
                this::tell,
                List.of(indexes.zones, indexes.outsideOfZones, indexes.nodeAddresses, indexes.podRanges));
        claims = new Cached<>(client.persistentVolumeClaims().inAnyNamespace(), Prunings.CLAIM, this::tell);
        volumes = new Cached<>(client.persistentVolumes(), Prunings.VOLUME, this::tell);
        scaledObjects = new ScaledObjects(client, this::tell, indexes.scaledObjects);
        configMaps = new ConfigMaps(client, readConfigMaps, this::tell);
    }

    /** @param listener told of every change that matters, on the informers' threads */
    public void listen(Consumer<Cached.Change> listener) {
        listeners.add(listener);
    }

    private void tell(Cached.Change change) {
        listeners.forEach(listener -> listener.accept(change));
    }

    /**
     * Starts all watches and waits until every cache holds what the API server has.
     *
     * @throws java.util.concurrent.CompletionException when a cache is not filled within the patience
     */
    public void start(Duration patience) {
        var more = Stream.concat(Stream.of(scaledObjects.start()), configMaps.start());
        Filling.await(Stream.concat(kinds().map(Cached::start), more), patience);
    }

    public boolean isSynced() {
        return kinds().allMatch(Cached::isSynced) && scaledObjects.isSynced() && configMaps.isSynced();
    }

    private Stream<Cached<?>> kinds() {
        return Stream.of(
                deployments, statefulSets, budgets, autoscalers, pods, failedCreations, nodes, claims, volumes);
    }

    @Override
    public Stream<Deployment> deployments(String namespace) {
        return deployments.inNamespace(namespace);
    }

    @Override
    public Optional<Deployment> deployment(String namespace, String name) {
        return deployments.named(namespace, name);
    }

    @Override
    public Stream<StatefulSet> statefulSets(String namespace) {
        return statefulSets.inNamespace(namespace);
    }

    @Override
    public Optional<StatefulSet> statefulSet(String namespace, String name) {
        return statefulSets.named(namespace, name);
    }

    @Override
    public Stream<PodDisruptionBudget> budgets(String namespace) {
        return budgets.inNamespace(namespace);
    }

    @Override
    public Optional<PodDisruptionBudget> budget(String namespace, String name) {
        return budgets.named(namespace, name);
    }

    @Override
    public Stream<HorizontalPodAutoscaler> autoscalers(String namespace) {
        return autoscalers.inNamespace(namespace);
    }

    @Override
    public Stream<GenericKubernetesResource> scaledObjects(String namespace) {
        return scaledObjects.inNamespace(namespace);
    }

    @Override
    public Stream<Pod> pods(String namespace) {
        return pods.inNamespace(namespace);
    }

    @Override
    public Optional<Pod> pod(String namespace, String name) {
        return pods.named(namespace, name);
    }

    @Override
    public Stream<Event> failedCreations(String namespace) {
        return failedCreations.inNamespace(namespace);
    }

    @Override
    public Stream<Event> failedCreations(String namespace, Workload.Key key) {
        return indexes.failedCreations.under(new Place(namespace, key.attachedTo()));
    }

    @Override
    public Stream<Node> nodes() {
        return nodes.all();
    }

    @Override
    public Optional<Node> node(String name) {
        return nodes.named("", name);
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return claims.named(namespace, name);
    }

    @Override
    public Optional<PersistentVolume> volume(String name) {
        return volumes.named("", name);
    }

    @Override
    public Stream<Outline> selectedBy(String namespace, LabelSelector selector) {
        return indexes.workloads.selectedBy(namespace, selector);
    }

    @Override
    public Stream<Outline> withTemplatesSelectedBy(String namespace, LabelSelector selector) {
        return indexes.workloads.withTemplatesSelectedBy(namespace, selector);
    }

    @Override
    public Stream<Outline> selecting(String namespace, Map<String, String> podLabels) {
        return indexes.workloads.selecting(namespace, podLabels);
    }

    @Override
    public Stream<Outline> withBudgetPerhapsNamed(String namespace, String budget) {
        return indexes.workloads.withBudgetPerhapsNamed(namespace, budget);
    }

    @Override
    public Stream<PodDisruptionBudget> budgetsOwnedBy(String namespace, String uid) {
        return indexes.budgetOwners.under(new Place(namespace, uid));
    }

    @Override
    public Stream<PodDisruptionBudget> budgetsSelecting(String namespace, Map<String, String> podLabels) {
        return indexes.budgetSelectors.selecting(namespace, podLabels);
    }

    @Override
    public Stream<Pod> podsSelectedBy(String namespace, LabelSelector selector) {
        return indexes.podLabels.selectedBy(namespace, selector);
    }

    @Override
    public Stream<Pod> podsMounting(String namespace, String claim) {
        return indexes.podClaims.under(new Place(namespace, claim));
    }

    @Override
    public Stream<HorizontalPodAutoscaler> autoscalersOf(String namespace, Workload.Key key) {
        return indexes.autoscalers.under(new Place(namespace, key.attachedTo()));
    }

    @Override
    public Stream<GenericKubernetesResource> scaledObjectsOf(String namespace, Workload.Key key) {
        return indexes.scaledObjects.under(new Place(namespace, key.attachedTo()));
    }

    /** Pods with that address. Those that use the network of their node have its address. */
    public Stream<Pod> podsAt(InetAddress address) {
        return indexes.podAddresses.under(address);
    }

    /** Pods that have our readiness gate, and whose condition says that. */
    public Stream<Pod> podsWithGate(GatedPod.Condition condition) {
        return indexes.gated.under(condition);
    }

    public boolean isNodeAt(InetAddress address) {
        return indexes.nodeAddresses.under(address).findAny().isPresent();
    }

    /** Whether nodes give such addresses to their pods, as far as nodes say. */
    public boolean isOfPods(InetAddress address) {
        return indexes.podRanges.words().stream().anyMatch(range -> range.contains(address));
    }

    /** Namespaces in which pods have a sidecar. */
    public Set<String> injectedNamespaces() {
        return indexes.injected.words();
    }

    /** Workloads whose containers mention a Service, in a ConfigMap or by themselves. */
    public Stream<Outline> mentioning(Place service) {
        return Stream.concat(
                indexes.mentions.under(service).map(CacheIndexes.Mentioning::workload),
                configMaps.mentioning(service).flatMap(map -> configuredBy(map.namespace(), map.name())));
    }

    @Override
    public Stream<Outline> configuredBy(String namespace, String configMap) {
        return indexes.configured.under(new Place(namespace, configMap)).map(CacheIndexes.Mentioning::workload);
    }

    @Override
    public Stream<Mention> mentions(String namespace, Source source) {
        return configMaps.mentions(namespace, source);
    }

    /** Workloads of any namespace that have a label of that key. */
    public Stream<HasMetadata> workloadsLabelled(String key) {
        return Stream.<HasMetadata>concat(deployments.all(), statefulSets.all())
                .filter(workload -> workload.getMetadata().getLabels() != null
                        && workload.getMetadata().getLabels().containsKey(key));
    }

    /** Workloads that the operator has restarted and that are not through with it. */
    public Set<Place> restartsUnderWay() {
        return indexes.restarts.underWay();
    }

    @Override
    public boolean hasZonesEverywhere() {
        return indexes.outsideOfZones.words().isEmpty();
    }

    @Override
    public Set<String> zones() {
        return indexes.zones.words();
    }

    @Override
    public void close() {
        kinds().forEach(Cached::close);
        scaledObjects.close();
        configMaps.close();
    }
}
