package dev.faultline.envoy.reference;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.faultline.envoy.Resource;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a resource names of others, and what others may name of it. */
public sealed interface Mentions {
    /** What is wrong with it whatever else there is. */
    List<String> wrong();

    /**
     * @param address host and port
     * @param keys of the runtime that it reads
     */
    record OfListener(String address, Set<String> clusters, List<Chain> chains, Set<String> keys, List<String> wrong)
            implements Mentions {}

    /**
     * HTTP on its way through a listener.
     *
     * @param routes the route configuration that it asks for
     * @param filters the names of its HTTP filters
     */
    record Chain(String routes, Set<String> filters) {}

    /**
     * @param filters that it has settings for
     * @param keys of the runtime that it reads
     * @param switches paths that a key of the runtime decides the answer of
     */
    record OfRoutes(
            Set<String> clusters,
            Set<String> filters,
            Set<String> keys,
            Map<String, String> switches,
            List<String> wrong)
            implements Mentions {}

    /**
     * @param endpoints the one resource with its endpoints; empty where it has them itself
     * @param checks paths that its health checks ask
     * @param checkedAt host and port that they ask
     */
    record OfCluster(Set<String> endpoints, Set<String> checks, Set<String> checkedAt, List<String> wrong)
            implements Mentions {}

    record OfEndpoints(Set<String> checkedAt, List<String> wrong) implements Mentions {}

    record OfRuntime(Set<String> keys, List<String> wrong) implements Mentions {}

    /** It names nothing; Envoy would refuse it. */
    record Unreadable(List<String> wrong) implements Mentions {}

    static Mentions of(Resource resource) {
        var body = resource.body();
        try {
            return switch (resource.type()) {
                case Listener -> ListenerReader.read(body.unpack(Listener.class));
                case Routes -> RouteReader.read(body.unpack(RouteConfiguration.class));
                case Cluster -> ClusterReader.read(body.unpack(Cluster.class));
                case Endpoints ->
                    new OfEndpoints(ClusterReader.checkedAt(body.unpack(ClusterLoadAssignment.class)), List.of());
                case RuntimeLayer ->
                    new OfRuntime(
                            body.unpack(Runtime.class).getLayer().getFieldsMap().keySet(), List.of());
            };
        } catch (InvalidProtocolBufferException e) {
            return new Unreadable(List.of("it cannot be read: " + e.getMessage()));
        }
    }
}
