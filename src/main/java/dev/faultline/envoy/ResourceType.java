package dev.faultline.envoy;

import com.google.protobuf.Descriptors.Descriptor;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types of resource that are sent, in the order in which a proxy must get them: what is referred to comes before
 * what refers to it.
 */
public enum ResourceType {
    RuntimeLayer(Runtime.getDescriptor()),
    Cluster(io.envoyproxy.envoy.config.cluster.v3.Cluster.getDescriptor()),
    Endpoints(ClusterLoadAssignment.getDescriptor()),
    Listener(io.envoyproxy.envoy.config.listener.v3.Listener.getDescriptor()),
    Routes(RouteConfiguration.getDescriptor());

    private static final String PREFIX = "type.googleapis.com/";

    private static final Map<String, ResourceType> BY_URL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ResourceType::url, Function.identity()));

    private final String url;

    ResourceType(Descriptor descriptor) {
        url = PREFIX + descriptor.getFullName();
    }

    /** The type URL, such as {@code type.googleapis.com/envoy.config.cluster.v3.Cluster}. */
    public String url() {
        return url;
    }

    public static Optional<ResourceType> of(String url) {
        return Optional.ofNullable(BY_URL.get(url));
    }
}
