package dev.faultline.cluster.traffic;

import dev.faultline.Golden;
import dev.faultline.Manifests;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.index.Place;
import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.Endpoints;
import dev.faultline.envoy.Leg;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.sidecar.EnvoyConfig;
import dev.faultline.envoy.sidecar.SidecarModel;
import dev.faultline.policy.capture.Capture;
import dev.faultline.policy.capture.CaptureNotation;
import dev.faultline.policy.capture.CapturePlanner;
import dev.faultline.policy.capture.Footprint;
import dev.faultline.policy.capture.HostNames;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.inlet.InletPlanner;
import dev.faultline.policy.sidecar.InForce;
import dev.faultline.policy.sidecar.SidecarPlanner;
import dev.faultline.policy.sidecar.SidecarPlanner.Surroundings;
import dev.faultline.policy.sidecar.TrafficRules;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pod, the policy of its workload, and the Services around them: what the sidecar gets. A pod that says in its
 * annotation what it has captured is believed; of any other it is planned as at its creation.
 */
public record SidecarCase(String name, List<HasMetadata> objects) {
    private static final String NAMESPACE = "shop";
    private static final String DOMAIN = "cluster.local";
    private static final String ZONE = "topology.kubernetes.io/zone";

    /** The folders of golden/sidecar. */
    public static Stream<SidecarCase> all() {
        return Golden.cases("sidecar").map(SidecarCase::in);
    }

    private static SidecarCase in(Path folder) {
        return new SidecarCase(
                folder.getFileName().toString(), Manifests.in(folder, "in-").objects());
    }

    public static SidecarCase of(String yaml) {
        return new SidecarCase("case", Manifests.of(yaml).objects());
    }

    /** The same objects in another order, lists within Services and EndpointSlices included. */
    public SidecarCase shuffled(long seed) {
        var random = new Random(seed);
        var shuffled = new ArrayList<>(objects);
        Collections.shuffle(shuffled, random);
        all(EndpointSlice.class).forEach(slice -> Collections.shuffle(slice.getEndpoints(), random));
        all(Service.class)
                .forEach(service -> Collections.shuffle(service.getSpec().getPorts(), random));
        return new SidecarCase(name, shuffled);
    }

    public Path folder() {
        return Path.of("src/test/resources/golden/sidecar", name);
    }

    /** As {@code controller.Sidecars} makes it, of caches. */
    public ProxyConfig config() {
        return config(rules());
    }

    /** As though there were no policy. */
    public ProxyConfig passThrough() {
        return config(TrafficRules.NONE);
    }

    /** As it is for a pod that is about to end. */
    public ProxyConfig leaving() {
        return EnvoyConfig.leaving(model(rules()), this::endpoints);
    }

    private ProxyConfig config(TrafficRules rules) {
        return EnvoyConfig.of(model(rules), this::endpoints);
    }

    private SidecarModel model(TrafficRules rules) {
        return new SidecarPlanner(this::service, new Surroundings(zones(), addressing(), DOMAIN))
                .plan(capture(), rules);
    }

    /** As though the pod's application was told of deadlines. */
    public ProxyConfig configWithDeadlines() {
        var model = model(rules());
        return EnvoyConfig.of(
                new SidecarModel(
                        model.legs().stream().map(Leg::withDeadlines).toList(),
                        model.inlets(),
                        model.zones(),
                        model.addressing()),
                this::endpoints);
    }

    /** A spec that cannot be read leaves what was there before; of that, a case knows nothing. */
    private TrafficRules rules() {
        return switch (InForce.of(winner(), isBypassed())) {
            case InForce.Unreadable _ -> TrafficRules.NONE;
            case InForce.Rules(var rules) -> rules;
        };
    }

    private Optional<ResiliencePolicy> winner() {
        return all(ResiliencePolicy.class)
                .filter(policy -> policy.getMetadata().getDeletionTimestamp() == null)
                .findFirst();
    }

    private boolean isBypassed() {
        return all(Namespace.class)
                .map(namespace -> namespace.getMetadata().getAnnotations())
                .anyMatch(annotations -> "true".equals(annotations.get(InForce.BYPASS)));
    }

    public Capture capture() {
        var pod = all(Pod.class).findFirst();
        return pod.map(found -> found.getMetadata().getAnnotations().get(CaptureNotation.ANNOTATION))
                .map(text -> CaptureNotation.read(text).orElseThrow())
                .orElseGet(() -> planned(pod));
    }

    private Capture planned(Optional<Pod> pod) {
        var dependencies = winner().flatMap(
                        policy -> Optional.ofNullable(policy.getSpec().dependencies()))
                .orElse(List.of());
        var footprint = pod.map(found -> Footprint.of(found.getSpec()))
                .orElseGet(() -> new Footprint(new TreeMap<>(), Set.of(), 0));
        var hosts = CapturePlanner.plan(dependencies, new HostNames(NAMESPACE, DOMAIN), footprint, this::service);
        var inbound = winner().flatMap(
                        policy -> Optional.ofNullable(policy.getSpec().inbound()))
                .orElse(List.of());
        return pod.map(found -> InletPlanner.plan(inbound, found.getSpec(), front(found))
                        .with(hosts))
                .orElse(hosts)
                .capture();
    }

    private Front front(Pod pod) {
        var labels = Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of());
        return new Front(
                all(Service.class)
                        .map(KnownService::of)
                        .filter(service -> service.isOf(labels))
                        .sorted(Comparator.comparing(KnownService::name))
                        .toList(),
                List.of());
    }

    private Set<String> zones() {
        return all(Node.class)
                .flatMap(node ->
                        Optional.ofNullable(node.getMetadata().getLabels().get(ZONE)).stream())
                .collect(Collectors.toSet());
    }

    /** As the pod says that it has. */
    private Addressing addressing() {
        return Addressing.of(all(Pod.class)
                .flatMap(pod -> Optional.ofNullable(pod.getStatus()).stream())
                .flatMap(status -> status.getPodIPs().stream())
                .map(PodIP::getIp)
                .toList());
    }

    private Optional<KnownService> service(String namespace, String name) {
        return all(Service.class)
                .map(KnownService::of)
                .filter(service ->
                        service.namespace().equals(namespace) && service.name().equals(name))
                .findFirst();
    }

    private Optional<Resource> endpoints(String name) {
        return EndpointsName.parse(name)
                .flatMap(wanted -> service(
                                wanted.service().namespace(), wanted.service().name())
                        .flatMap(service -> service.port(wanted.port()))
                        .map(port -> Endpoints.resource(
                                name,
                                Slices.inOneFamily(
                                        all(EndpointSlice.class)
                                                .filter(slice -> isOf(slice, wanted))
                                                .toList(),
                                        families(wanted),
                                        slice -> Slices.pods(slice, port.name())))));
    }

    private List<String> families(EndpointsName wanted) {
        return all(Service.class)
                .filter(service -> Place.of(service).equals(wanted.service()))
                .flatMap(service -> service.getSpec().getIpFamilies().stream())
                .toList();
    }

    private static boolean isOf(EndpointSlice slice, EndpointsName wanted) {
        var labels = Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.<String, String>of());
        return wanted.service().namespace().equals(slice.getMetadata().getNamespace())
                && wanted.service().name().equals(labels.get(Slices.SERVICE));
    }

    private <T extends HasMetadata> Stream<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }

    @Override
    public String toString() {
        return name;
    }
}
