package dev.faultline.cluster.traffic;

import static dev.faultline.cluster.cache.Pruning.facts;
import static java.util.Objects.requireNonNullElse;

import dev.faultline.cluster.cache.Pruning;
import dev.faultline.cluster.cache.Slim;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The pruning of what captured calls depend on. */
final class TrafficPrunings {
    private static final int LONGEST_WORD = 63;

    static final Pruning<Service> SERVICE = new Pruning<>(
            service -> {
                var given = service.getSpec();
                var kept = new ServiceSpec();
                kept.setType(given.getType());
                kept.setClusterIP(given.getClusterIP());
                kept.setExternalName(given.getExternalName());
                kept.setIpFamilies(given.getIpFamilies());
                kept.setPorts(given.getPorts());
                kept.setSelector(given.getSelector());
                service.setMetadata(Slim.meta(service.getMetadata()));
                service.setSpec(kept);
                service.setStatus(null);
                return service;
            },
            Service::getSpec);

    static final Pruning<EndpointSlice> SLICE = new Pruning<>(
            slice -> {
                slice.setMetadata(Slim.meta(slice.getMetadata()));
                // Of a Service without pods both are null, not empty (seen with Kubernetes 1.36.3).
                slice.setEndpoints(requireNonNullElse(slice.getEndpoints(), List.of()));
                slice.setPorts(requireNonNullElse(slice.getPorts(), List.of()));
                slice.getEndpoints().forEach(endpoint -> {
                    endpoint.setTargetRef(null);
                    endpoint.setHostname(null);
                    endpoint.setHints(null);
                    endpoint.setDeprecatedTopology(Map.of());
                });
                return slice;
            },
            slice -> facts(
                    slice.getMetadata().getLabels(), slice.getAddressType(), slice.getEndpoints(), slice.getPorts()));

    static final Pruning<Namespace> NAMESPACE = new Pruning<>(
            namespace -> {
                var annotations = namespace.getMetadata().getAnnotations();
                namespace.setMetadata(Slim.meta(namespace.getMetadata()));
                namespace.getMetadata().setAnnotations(annotations == null ? Map.of() : words(annotations));
                namespace.setSpec(null);
                namespace.setStatus(null);
                return namespace;
            },
            namespace -> facts(
                    namespace.getMetadata().getAnnotations(),
                    namespace.getMetadata().getLabels(),
                    namespace.getMetadata().getDeletionTimestamp()));

    static final Pruning<ResourceQuota> QUOTA = new Pruning<>(
            quota -> {
                quota.setMetadata(Slim.meta(quota.getMetadata()));
                quota.setStatus(null);
                return quota;
            },
            ResourceQuota::getSpec);

    static final Pruning<LimitRange> RANGE = new Pruning<>(
            range -> {
                range.setMetadata(Slim.meta(range.getMetadata()));
                return range;
            },
            LimitRange::getSpec);

    private TrafficPrunings() {}

    /** Annotations that say one word, as those do that switch a mesh or a bypass; the others are nobody's business. */
    private static Map<String, String> words(Map<String, String> annotations) {
        return annotations.entrySet().stream()
                .filter(entry -> entry.getValue() != null && entry.getValue().length() <= LONGEST_WORD)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
