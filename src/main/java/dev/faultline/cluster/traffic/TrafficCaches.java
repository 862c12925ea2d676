package dev.faultline.cluster.traffic;

import dev.faultline.cluster.cache.Cached;
import dev.faultline.cluster.cache.Filling;
import dev.faultline.cluster.index.Addresses;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.index.SelectorIndex;
import dev.faultline.cluster.index.WordIndex;
import dev.faultline.envoy.Endpoints;
import dev.faultline.envoy.Resource;
import dev.faultline.injection.sidecar.NamespaceRules;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.inlet.Fronts;
import dev.faultline.policy.sidecar.InForce;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Services, the pods behind them, and what a namespace says of all its pods; watched on every replica. */
public final class TrafficCaches implements ServiceBook, Fronts, AutoCloseable {
    private final List<Consumer<Place>> serviceListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Place>> definitionListeners = new CopyOnWriteArrayList<>();
    private final SelectorIndex<Service> selectors = new SelectorIndex<>(Place::of, TrafficCaches::selector);
    private final WordIndex<InetAddress, Service> serviceAddresses =
            new WordIndex<>(Place::of, service -> Addresses.read(service.getSpec().getClusterIPs().stream()));
    private final List<Consumer<String>> barrierListeners = new CopyOnWriteArrayList<>();
    private final SelectorIndex<NetworkPolicy> barriers =
            new SelectorIndex<>(Place::of, policy -> policy.getSpec().getPodSelector());
    private final List<Consumer<String>> namespaceListeners = new CopyOnWriteArrayList<>();
    private final WordIndex<Place, EndpointSlice> slicesByService =
            new WordIndex<>(Place::of, slice -> service(slice).stream().toList());
    private final Map<Place, Map<String, Resource>> endpoints = new ConcurrentHashMap<>();
    private final Cached<Service> services;
    private final Cached<EndpointSlice> slices;
    private final Cached<Namespace> namespaces;
    private final Cached<ResourceQuota> quotas;
    private final Cached<LimitRange> ranges;
    private final Cached<NetworkPolicy> policies;

    public TrafficCaches(KubernetesClient client) {
        services = new Cached<>(
                client.services().inAnyNamespace(),
                TrafficPrunings.SERVICE,
                change -> {
                    tell(change, state -> Optional.of(Place.of(state)));
                    var service = Place.of(change.states().getLast());
                    definitionListeners.forEach(listener -> listener.accept(service));
                },
                List.of(selectors, serviceAddresses));
        slices = new Cached<>(
                client.discovery().v1().endpointSlices().inAnyNamespace(),
                TrafficPrunings.SLICE,
                change -> tell(change, state -> service((EndpointSlice) state)),
                List.of(slicesByService));
        namespaces = new Cached<>(
                client.namespaces(),
                TrafficPrunings.NAMESPACE,
                change -> change.states().stream()
                        .map(state -> state.getMetadata().getName())
                        .distinct()
                        .forEach(name -> namespaceListeners.forEach(listener -> listener.accept(name))));
        quotas = new Cached<>(client.resourceQuotas().inAnyNamespace(), TrafficPrunings.QUOTA, change -> {});
        policies = new Cached<>(
                client.network().v1().networkPolicies().inAnyNamespace(),
                TrafficPrunings.NETWORK_POLICY,
                change -> change.states().stream()
                        .map(state -> state.getMetadata().getNamespace())
                        .distinct()
                        .forEach(name -> barrierListeners.forEach(listener -> listener.accept(name))),
                List.of(barriers));
        ranges = new Cached<>(client.limitRanges().inAnyNamespace(), TrafficPrunings.RANGE, change -> {});
    }

    /** @param service that a state of the object is of */
    private void tell(Cached.Change change, Function<HasMetadata, Optional<Place>> service) {
        change.states().stream()
                .flatMap(state -> service.apply(state).stream())
                .distinct()
                .forEach(this::changed);
    }

    /** What was made of it before is dropped first: whoever is told makes it anew. */
    private void changed(Place service) {
        endpoints.remove(service);
        serviceListeners.forEach(listener -> listener.accept(service));
    }

    private static Optional<Place> service(EndpointSlice slice) {
        var labels = slice.getMetadata().getLabels();
        return Optional.ofNullable(labels == null ? null : labels.get(Slices.SERVICE))
                .map(name -> new Place(slice.getMetadata().getNamespace(), name));
    }

    /** @param listener told of a Service that has changed, or whose pods have, on the informers' threads */
    public void listenToServices(Consumer<Place> listener) {
        serviceListeners.add(listener);
    }

    /** @param listener told of a Service that has changed itself, on the informers' threads */
    public void listenToDefinitions(Consumer<Place> listener) {
        definitionListeners.add(listener);
    }

    /** @param listener told of a namespace whose bypass may have changed */
    public void listenToNamespaces(Consumer<String> listener) {
        namespaceListeners.add(listener);
    }

    /** @param listener told of a namespace whose NetworkPolicies have changed */
    public void listenToBarriers(Consumer<String> listener) {
        barrierListeners.add(listener);
    }

    /** @throws java.util.concurrent.CompletionException when a cache is not filled within the patience */
    public void start(Duration patience) {
        Filling.await(kinds().map(Cached::start), patience);
    }

    public boolean isSynced() {
        return kinds().allMatch(Cached::isSynced);
    }

    private Stream<Cached<?>> kinds() {
        return Stream.of(services, slices, namespaces, quotas, ranges, policies);
    }

    @Override
    public Optional<KnownService> of(String namespace, String name) {
        return services.named(namespace, name).map(KnownService::of);
    }

    @Override
    public Front front(String namespace, Map<String, String> podLabels) {
        return new Front(
                selectors
                        .selecting(namespace, podLabels)
                        .map(KnownService::of)
                        .sorted(Comparator.comparing(KnownService::name))
                        .toList(),
                barriers.selecting(namespace, podLabels)
                        .sorted(Comparator.comparing(
                                policy -> policy.getMetadata().getName()))
                        .toList());
    }

    @Override
    public Stream<Place> inFrontOf(String namespace, Map<String, String> podLabels) {
        return selectors.selecting(namespace, podLabels).map(Place::of);
    }

    /** One without labels to choose pods by has none behind it: its endpoints are somebody's own. */
    private static @Nullable LabelSelector selector(Service service) {
        var labels = service.getSpec().getSelector();
        return labels == null || labels.isEmpty()
                ? null
                : new LabelSelectorBuilder().withMatchLabels(labels).build();
    }

    /** The endpoints of that name, made once per change and shared by all proxies; empty where there is no such port. */
    public Optional<Resource> endpoints(String name) {
        return EndpointsName.parse(name)
                .map(wanted -> endpoints
                        .computeIfAbsent(wanted.service(), _ -> new ConcurrentHashMap<>())
                        .computeIfAbsent(name, _ -> made(wanted)));
    }

    private @Nullable Resource made(EndpointsName wanted) {
        return of(wanted.service().namespace(), wanted.service().name())
                .flatMap(service -> service.port(wanted.port()))
                .map(port -> Endpoints.resource(
                        wanted.text(), inOneFamily(wanted.service(), slice -> Slices.pods(slice, port.name()))))
                .orElse(null);
    }

    /** Services that the cluster reaches by that address. */
    public Stream<Place> servicesAt(InetAddress address) {
        return serviceAddresses.under(address).map(Place::of);
    }

    /** Whether the address is one of those behind a Service, of any port and in any state. */
    public boolean isBehind(Place service, InetAddress address) {
        return slicesByService
                .under(service)
                .flatMap(slice -> slice.getEndpoints().stream())
                .flatMap(endpoint -> endpoint.getAddresses().stream())
                .anyMatch(text -> Addresses.read(text).filter(address::equals).isPresent());
    }

    /** Addresses of the pods behind a Service that serve, one of each. */
    public Set<String> addresses(Place service) {
        return Set.copyOf(inOneFamily(service, Slices::addresses));
    }

    private <T> List<T> inOneFamily(Place service, Function<EndpointSlice, Stream<T>> read) {
        var families = services.named(service.namespace(), service.name())
                .map(found -> found.getSpec().getIpFamilies())
                .orElse(List.of());
        return Slices.inOneFamily(slicesByService.under(service).toList(), families, read);
    }

    public boolean isBypassed(String namespace) {
        return namespace(namespace).filter(InForce::isBypassed).isPresent();
    }

    Optional<Namespace> namespace(String name) {
        return namespaces.named("", name);
    }

    /** Whether the namespace is there and has that label. */
    public boolean isLabelled(String namespace, String key, String value) {
        return namespace(namespace)
                .map(found -> found.getMetadata().getLabels())
                .filter(labels -> value.equals(labels.get(key)))
                .isPresent();
    }

    /** Whether the namespace is being deleted, or is gone. */
    public boolean isEnding(String namespace) {
        return namespace(namespace)
                .filter(found -> found.getMetadata().getDeletionTimestamp() == null)
                .isEmpty();
    }

    /** What the namespace demands of the resources that its containers name. */
    NamespaceRules rules(String namespace) {
        return NamespaceRules.of(
                quotas.inNamespace(namespace).toList(),
                ranges.inNamespace(namespace).toList());
    }

    @Override
    public void close() {
        kinds().forEach(Cached::close);
    }
}
