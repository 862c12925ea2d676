package dev.faultline;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.ResiliencePolicy;
import dev.faultline.cluster.Neighbourhood;
import dev.faultline.cluster.Observed;
import dev.faultline.cluster.index.Place;
import dev.faultline.cluster.traffic.DeclaredCalls;
import dev.faultline.cluster.traffic.ServiceBook;
import dev.faultline.cluster.trouble.Illnesses;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.inlet.Fronts;
import dev.faultline.policy.target.SelectorMatch;
import dev.faultline.policy.target.SidecarState.Progress;
import dev.faultline.policy.trouble.Blame;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A cluster that consists of a few manifests. */
public final class Manifests implements Observed, ServiceBook, Fronts {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String NAMESPACE = "default";

    static {
        YAML.registerKubernetesResource(ResiliencePolicy.class);
        YAML.registerKubernetesResource(HealthProbe.class);
    }

    /** Of sidecars that ask for 200m and 128Mi at most. */
    public static final Blame BLAME = new Blame("envoy:test", new BigDecimal("0.2"), new BigDecimal(128 << 20));

    private final List<HasMetadata> objects;

    private Manifests(List<HasMetadata> objects) {
        this.objects = objects;
    }

    /** For those who do not ask for sidecars. */
    public Neighbourhood neighbourhood() {
        return new Neighbourhood(
                this,
                new Neighbourhood.Sidecars(
                        (namespace, pod, uid) -> new Progress.Unconnected(),
                        new Illnesses(InstantSource.system()),
                        BLAME,
                        this::hasForeignAuthority),
                new DeclaredCalls(this, this, this));
    }

    /** Ours are never among the manifests. */
    boolean hasForeignAuthority(String namespace) {
        return named(in(ConfigMap.class, namespace), "faultline-ca").isPresent();
    }

    @Override
    public Optional<KnownService> of(String namespace, String name) {
        return named(in(Service.class, namespace), name).map(KnownService::of);
    }

    @Override
    public Stream<Place> inFrontOf(String namespace, Map<String, String> podLabels) {
        return in(Service.class, namespace)
                .filter(service -> KnownService.of(service).isOf(podLabels))
                .map(Place::of);
    }

    @Override
    public Front front(String namespace, Map<String, String> podLabels) {
        return new Front(
                in(Service.class, namespace)
                        .map(KnownService::of)
                        .filter(service -> service.isOf(podLabels))
                        .sorted(Comparator.comparing(KnownService::name))
                        .toList(),
                in(NetworkPolicy.class, namespace)
                        .filter(policy -> SelectorMatch.matches(policy.getSpec().getPodSelector(), podLabels))
                        .toList());
    }

    /** @param prefix of the files' names */
    public static Manifests in(Path folder, String prefix) {
        try (var files = Files.list(folder)) {
            var objects = new ArrayList<HasMetadata>();
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(".yaml")) {
                    objects.addAll(parse(Files.readString(file)));
                }
            }
            return new Manifests(objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Manifests of(String yaml) {
        return new Manifests(parse(yaml));
    }

    private static List<HasMetadata> parse(String yaml) {
        return Stream.of(yaml.split("(?m)^---\\s*$"))
                .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(document -> (HasMetadata) YAML.unmarshal(document))
                .map(Manifests::completed)
                .toList();
    }

    /** Fills in what the API server would. */
    private static HasMetadata completed(HasMetadata object) {
        var given = object.getMetadata();
        object.setMetadata(new ObjectMetaBuilder(given)
                .withUid(Optional.ofNullable(given.getUid()).orElse("uid-" + given.getName()))
                .withGeneration(Optional.ofNullable(given.getGeneration()).orElse(1L))
                .withCreationTimestamp(
                        Optional.ofNullable(given.getCreationTimestamp()).orElse("2026-01-01T00:00:00Z"))
                .build());
        return object instanceof Pod pod && pod.getStatus() == null
                ? new PodBuilder(pod).withNewStatus().endStatus().build()
                : object;
    }

    private <T extends HasMetadata> Stream<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }

    private <T extends HasMetadata> Stream<T> in(Class<T> type, String namespace) {
        return all(type)
                .filter(object -> namespace.equals(
                        Optional.ofNullable(object.getMetadata().getNamespace()).orElse(NAMESPACE)));
    }

    private static <T extends HasMetadata> Optional<T> named(Stream<T> objects, String name) {
        return objects.filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }

    public List<HasMetadata> objects() {
        return objects;
    }

    public Stream<HealthProbe> probes() {
        return all(HealthProbe.class);
    }

    public Stream<ResiliencePolicy> policies() {
        return all(ResiliencePolicy.class);
    }

    public Stream<ResiliencePolicy> policies(String namespace) {
        return in(ResiliencePolicy.class, namespace);
    }

    @Override
    public Stream<Deployment> deployments(String namespace) {
        return in(Deployment.class, namespace);
    }

    @Override
    public Optional<Deployment> deployment(String namespace, String name) {
        return named(deployments(namespace), name);
    }

    @Override
    public Stream<StatefulSet> statefulSets(String namespace) {
        return in(StatefulSet.class, namespace);
    }

    @Override
    public Optional<StatefulSet> statefulSet(String namespace, String name) {
        return named(statefulSets(namespace), name);
    }

    @Override
    public Stream<PodDisruptionBudget> budgets(String namespace) {
        return in(PodDisruptionBudget.class, namespace);
    }

    @Override
    public Optional<PodDisruptionBudget> budget(String namespace, String name) {
        return named(budgets(namespace), name);
    }

    @Override
    public Stream<HorizontalPodAutoscaler> autoscalers(String namespace) {
        return in(HorizontalPodAutoscaler.class, namespace);
    }

    @Override
    public Stream<GenericKubernetesResource> scaledObjects(String namespace) {
        return in(GenericKubernetesResource.class, namespace).filter(object -> "ScaledObject".equals(object.getKind()));
    }

    @Override
    public Stream<Pod> pods(String namespace) {
        return in(Pod.class, namespace);
    }

    @Override
    public Optional<Pod> pod(String namespace, String name) {
        return named(pods(namespace), name);
    }

    @Override
    public Stream<Event> failedCreations(String namespace) {
        return in(Event.class, namespace).filter(event -> "FailedCreate".equals(event.getReason()));
    }

    @Override
    public Stream<Node> nodes() {
        return all(Node.class);
    }

    @Override
    public Optional<Node> node(String name) {
        return named(nodes(), name);
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return named(in(PersistentVolumeClaim.class, namespace), name);
    }

    @Override
    public Optional<PersistentVolume> volume(String name) {
        return named(all(PersistentVolume.class), name);
    }
}
