package dev.faultline.injection;

import static java.util.Objects.requireNonNullElse;

import dev.faultline.policy.capture.Containers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether another mesh's sidecar is in a pod, or will be: its webhook may run after ours. Two sidecars would each take
 * the other for the application.
 */
final class MeshSigns {
    /** Istio, Linkerd, Kuma, Consul, AWS App Mesh and whoever else runs an Envoy beside the application. */
    private static final Set<String> CONTAINERS = Set.of(
            "istio-proxy", "linkerd-proxy", "kuma-sidecar", "consul-dataplane", "envoy-sidecar", "envoy", "osm-envoy");

    /** Annotations that their injectors leave. */
    private static final Set<String> INJECTED = Set.of(
            "sidecar.istio.io/status",
            "linkerd.io/proxy-version",
            "kuma.io/sidecar-injected",
            "consul.hashicorp.com/connect-inject-status");

    /**
     * A wish for injection: a label or an annotation of the pod beats the namespace's.
     * Source: documentation of each mesh.
     *
     * @param yes values that wish it; empty for any but the noes
     */
    private record Wish(List<String> podKeys, List<String> namespaceKeys, Set<String> yes) {
        boolean holds(Map<String, String> pod, Map<String, String> namespace) {
            return podKeys.stream()
                    .filter(pod::containsKey)
                    .findFirst()
                    .map(key -> isYes(pod.get(key)))
                    .orElseGet(() -> namespaceKeys.stream().anyMatch(key -> isYes(namespace.get(key))));
        }

        private boolean isYes(@Nullable String value) {
            return value != null && (yes.isEmpty() || yes.contains(value));
        }
    }

    private static final List<Wish> WISHES = List.of(
            new Wish(List.of("sidecar.istio.io/inject"), List.of("istio-injection"), Set.of("true", "enabled")),
            new Wish(List.of("linkerd.io/inject"), List.of("linkerd.io/inject"), Set.of("enabled", "ingress")),
            new Wish(
                    List.of("kuma.io/sidecar-injection"),
                    List.of("kuma.io/sidecar-injection"),
                    Set.of("enabled", "true")),
            new Wish(List.of("consul.hashicorp.com/connect-inject"), List.of(), Set.of("true")));

    /** A revision of Istio injects by a label of its own, unless the pod declines. */
    private static final String ISTIO_REVISION = "istio.io/rev";

    private static final String ISTIO_CHOICE = "sidecar.istio.io/inject";

    private MeshSigns() {}

    static boolean areIn(Pod pod, PodFacts.Namespace namespace) {
        var spec = pod.getSpec();
        var marks = PodMarks.of(pod);
        var around = PodMarks.joined(namespace.labels(), namespace.annotations());
        return Containers.all(spec)
                        .map(Container::getName)
                        .anyMatch(name -> CONTAINERS.contains(requireNonNullElse(name, "")))
                || INJECTED.stream().anyMatch(marks::containsKey)
                || WISHES.stream().anyMatch(wish -> wish.holds(marks, around))
                || isOfARevision(marks, around);
    }

    private static boolean isOfARevision(Map<String, String> pod, Map<String, String> namespace) {
        return !"false".equals(pod.get(ISTIO_CHOICE))
                && (pod.containsKey(ISTIO_REVISION) || namespace.containsKey(ISTIO_REVISION));
    }
}
