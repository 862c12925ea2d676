package dev.faultline.it.envoy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What an Envoy says that it has in force. */
public record ConfigDump(EnvoyProcess envoy) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One captured port.
     *
     * @param filter the last part of its name, such as {@code tcp_proxy}
     * @param clusterType such as {@code STATIC} or {@code EDS}
     * @param upstream address and port of a static cluster; empty for others
     */
    public record Leg(String address, String filter, String clusterType, String upstream) {}

    /** @param name host, colon, port */
    public Optional<Leg> leg(String name) {
        var cluster = name.replace('.', '_').replace(':', '_');
        return dumped("dynamic_listeners")
                .map(entry -> entry.path("active_state").path("listener"))
                .filter(listener -> listener.path("name").asText().equals(name))
                .findFirst()
                .flatMap(listener -> dumped("dynamic_active_clusters")
                        .map(entry -> entry.path("cluster"))
                        .filter(found -> found.path("name").asText().equals(cluster))
                        .findFirst()
                        .map(found -> leg(listener, found)));
    }

    private static Leg leg(JsonNode listener, JsonNode cluster) {
        var filter = listener.at("/filter_chains/0/filters/0/name").asText();
        var upstream = cluster.at("/load_assignment/endpoints/0/lb_endpoints/0/endpoint/address/socket_address");
        return new Leg(
                listener.at("/address/socket_address/address").asText(),
                filter.substring(filter.lastIndexOf('.') + 1),
                // The first of an enum is left out of the dump.
                cluster.path("type").asText("STATIC"),
                upstream.isMissingNode()
                        ? ""
                        : upstream.path("address").asText() + ":"
                                + upstream.path("port_value").asInt());
    }

    private Stream<JsonNode> dumped(String resource) {
        try {
            var configs = JSON.readTree(envoy.admin("/config_dump?resource=" + resource))
                    .path("configs");
            return StreamSupport.stream(configs.spliterator(), false);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Envoy's dump cannot be read", e);
        }
    }
}
