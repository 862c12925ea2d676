package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.faultline.cluster.traffic.SidecarCase;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.ResourceType;
import dev.faultline.it.envoy.TestSidecar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever policies come to, a real Envoy takes all of it, runs it, and leaves nothing of before. */
class EnvoyAcceptsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ProxyConfig NOTHING = SidecarCase.of("").config();

    @TempDir
    private static Path files;

    private static TestSidecar sidecar;

    @BeforeAll
    static void givenASidecar() {
        sidecar = new TestSidecar(files);
    }

    @AfterAll
    static void stopIt() {
        sidecar.close();
    }

    static Stream<SidecarCase> cases() {
        return SidecarCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itTakesACaseWhenItHadNothing(SidecarCase given) {
        sidecar.give(NOTHING);

        sidecar.give(given.config());

        runsExactly(given.config());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itTakesPassThroughInItsPlaceAndTheCaseAgain(SidecarCase given) {
        sidecar.give(given.config());

        sidecar.give(given.passThrough());
        runsExactly(given.passThrough());

        sidecar.give(given.config());
        runsExactly(given.config());
    }

    @Test
    void itTakesOneCaseAfterTheOther() {
        cases().forEach(given -> {
            sidecar.give(given.config());

            runsExactly(given.config());
        });
    }

    private static void runsExactly(ProxyConfig config) {
        eventually(() -> {
            var running = running(sidecar.envoy().admin("/config_dump?include_eds"));
            // Routes stay for as long as a listener that has ended drains.
            assertThat(running.remove(ResourceType.Routes))
                    .containsAll(config.of(ResourceType.Routes).keySet().stream()
                            .filter(name -> isAskedFor(config, name))
                            .toList());
            assertThat(running).isEqualTo(names(config));
        });
    }

    /** Nobody asks for the routes of a port that is passed through, unless connections of before are still there. */
    private static boolean isAskedFor(ProxyConfig config, String routes) {
        var listener = config.of(ResourceType.Listener).get(routes);
        return listener == null || listener.body().getValue().toStringUtf8().contains("http_connection_manager");
    }

    private static Map<ResourceType, Set<String>> names(ProxyConfig config) {
        var names = new EnumMap<ResourceType, Set<String>>(ResourceType.class);
        for (var type : List.of(ResourceType.Cluster, ResourceType.Endpoints, ResourceType.Listener)) {
            names.put(type, new TreeSet<>(config.of(type).keySet()));
        }
        return names;
    }

    /** What came over xDS and is at work; what is refused or still warms up is not. */
    private static Map<ResourceType, Set<String>> running(String dump) {
        var running = new EnumMap<ResourceType, Set<String>>(ResourceType.class);
        var configs = tree(dump).path("configs");
        running.put(ResourceType.Cluster, collect(configs, "dynamic_active_clusters", "/cluster/name"));
        var endpoints = collect(configs, "dynamic_endpoint_configs", "/endpoint_config/cluster_name");
        // Endpoints that are part of a cluster are shown by its name, which has no slash.
        endpoints.removeIf(name -> !name.contains("/"));
        running.put(ResourceType.Endpoints, endpoints);
        running.put(ResourceType.Listener, collect(configs, "dynamic_listeners", "/active_state/listener/name"));
        running.put(ResourceType.Routes, collect(configs, "dynamic_route_configs", "/route_config/name"));
        return running;
    }

    private static Set<String> collect(JsonNode configs, String list, String name) {
        var names = new TreeSet<String>();
        configs.forEach(config -> config.path(list)
                .forEach(entry -> Optional.of(entry.at(name))
                        .filter(JsonNode::isTextual)
                        .filter(_ -> !entry.has("error_state"))
                        .ifPresent(found -> names.add(found.asText()))));
        return names;
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
