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
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The pruning of what captured calls depend on. */
final class TrafficPrunings {
    private static final int LONGEST_WORD = 63;
    private static final String INGRESS = "Ingress";
    private static final String OTHER = "Egress";

    static final Pruning<Service> SERVICE = new Pruning<>(
            service -> {
                var given = service.getSpec();
                var kept = new ServiceSpec();
                kept.setType(given.getType());
                kept.setClusterIP(given.getClusterIP());
                kept.setClusterIPs(given.getClusterIPs());
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

    /** Of those that say nothing of what comes in, only that. */
    static final Pruning<NetworkPolicy> NETWORK_POLICY = new Pruning<>(
            policy -> {
                var given = policy.getSpec();
                var kept = new NetworkPolicySpec();
                kept.setPodSelector(given.getPodSelector());
                kept.setIngress(isOnIngress(given) ? given.getIngress() : List.of());
                kept.setEgress(List.of());
                kept.setPolicyTypes(isOnIngress(given) ? List.of(INGRESS) : List.of(OTHER));
                kept.setAdditionalProperties(Map.of());
                policy.setMetadata(Slim.meta(policy.getMetadata()));
                policy.setSpec(kept);
                return policy;
            },
            NetworkPolicy::getSpec);

    private TrafficPrunings() {}

    /** Without a word on it, it is. Source: Kubernetes NetworkPolicySpec.policyTypes. */
    private static boolean isOnIngress(NetworkPolicySpec spec) {
        var types = requireNonNullElse(spec.getPolicyTypes(), List.<String>of());
        return types.isEmpty() || types.contains(INGRESS);
    }

    /** Annotations that say one word, as those do that switch a mesh or a bypass; the others are nobody's business. */
    private static Map<String, String> words(Map<String, String> annotations) {
        return annotations.entrySet().stream()
                .filter(entry -> entry.getValue() != null && entry.getValue().length() <= LONGEST_WORD)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
