package dev.faultline.injection;

import dev.faultline.Golden;
import dev.faultline.Manifests;
import dev.faultline.api.HealthProbe;
import dev.faultline.api.TargetKind;
import dev.faultline.envoy.Addressing;
import dev.faultline.injection.sidecar.NamespaceRules;
import dev.faultline.injection.sidecar.SidecarSettings;
import dev.faultline.policy.capture.KnownService;
import dev.faultline.policy.capture.KnownServices;
import dev.faultline.policy.inlet.Front;
import dev.faultline.policy.target.Workload;
import dev.faultline.probe.shallow.ShallowIntent;
import dev.faultline.probe.shallow.ShallowPlanner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One folder of golden/injection: a pod, the policy of its workload and what is around them. */
record InjectionCase(Path folder, Pod pod, PodFacts facts) {
    static final SidecarSettings SETTINGS = new SidecarSettings(
            "envoy:test",
            "IfNotPresent",
            "faultline-xds.faultline-system.svc:18000",
            Addressing.IPv4,
            "cluster.local",
            SidecarSettings.UNLIMITED,
            SidecarSettings.LIMITED);

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    static Stream<InjectionCase> all() {
        return Golden.cases("injection").map(InjectionCase::of);
    }

    private static InjectionCase of(Path folder) {
        var objects = Manifests.in(folder, "in-").objects();
        var pod = pod(folder);
        var labels = pod.getMetadata() == null
                ? Map.<String, String>of()
                : Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of());
        var front = Manifests.in(folder, "in-").front("shop", labels);
        return new InjectionCase(folder, pod, facts(objects, Manifests.in(folder, "in-policy"), front));
    }

    /** As it comes from the API server: without what is filled in on storage. */
    private static Pod pod(Path folder) {
        try {
            return YAML.unmarshal(Files.readString(folder.resolve("in-pod.yaml")), Pod.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PodFacts facts(List<HasMetadata> objects, Manifests policies, Front front) {
        var namespace = first(objects, Namespace.class);
        return new PodFacts(
                new PodFacts.Namespace(
                        "shop",
                        "faultline-system",
                        namespace.map(found -> found.getMetadata().getLabels()).orElse(Map.of()),
                        namespace
                                .map(found -> found.getMetadata().getAnnotations())
                                .orElse(Map.of()),
                        true,
                        NamespaceRules.of(all(objects, ResourceQuota.class), all(objects, LimitRange.class))),
                governor(policies),
                first(objects, HealthProbe.class).map(InjectionCase::probing),
                zonesEverywhere(all(objects, Node.class)),
                services(objects),
                front);
    }

    private static Optional<PodFacts.Governor> governor(Manifests policies) {
        return policies.policies().findFirst().map(policy -> {
            var target = Objects.requireNonNull(policy.getSpec().targetRefs()).getFirst();
            return new PodFacts.Governor(
                    policy.getMetadata().getName(),
                    policy.getSpec(),
                    new Workload.Key(Optional.ofNullable(target.kind()).orElse(TargetKind.Deployment), target.name()),
                    new LabelSelectorBuilder()
                            .addToMatchLabels("app", target.name())
                            .build(),
                    false);
        });
    }

    /** All has been seen to answer. */
    private static ShallowPlanner probing(HealthProbe probe) {
        var intent = ShallowIntent.of(Objects.requireNonNull(probe.getSpec().shallow()));
        return new ShallowPlanner(intent, Set.copyOf(intent.asked()));
    }

    private static boolean zonesEverywhere(List<Node> nodes) {
        return !nodes.isEmpty()
                && nodes.stream()
                        .allMatch(node -> node.getMetadata().getLabels().containsKey("topology.kubernetes.io/zone"));
    }

    private static KnownServices services(List<HasMetadata> objects) {
        return (namespace, name) -> all(objects, Service.class).stream()
                .map(KnownService::of)
                .filter(service ->
                        service.namespace().equals(namespace) && service.name().equals(name))
                .findFirst();
    }

    private static <T> Optional<T> first(List<HasMetadata> objects, Class<T> type) {
        return all(objects, type).stream().findFirst();
    }

    private static <T> List<T> all(List<HasMetadata> objects, Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Whether probes of the pod's own give way. */
    boolean replacesProbes() {
        return Manifests.in(folder, "in-probe").objects().stream()
                .flatMap(object -> object instanceof HealthProbe probe ? Stream.of(probe) : Stream.empty())
                .anyMatch(probe -> ShallowIntent.of(
                                Objects.requireNonNull(probe.getSpec().shallow()))
                        .replaces());
    }

    Decision decision() {
        return InjectionDecider.decide(pod, facts, SETTINGS);
    }

    /** The pod after admission. */
    Pod changed() {
        return PodChange.of(pod, decision(), SETTINGS);
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
