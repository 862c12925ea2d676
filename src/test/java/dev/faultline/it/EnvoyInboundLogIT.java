package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import dev.faultline.it.envoy.CallLines;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestWorld;
import dev.faultline.policy.inbound.InletCase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real sidecar tells of the requests that its pod receives: lines of its log, and series for Prometheus. */
class EnvoyInboundLogIT extends SidecarAndPeer {
    private static final Pattern SERIES = Pattern.compile("^([a-z_]+)[{ ]", Pattern.MULTILINE);
    private static final Pattern CATALOGUED = Pattern.compile("`(envoy_[a-z_]+)");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final int MOST_SERIES = 200;
    private static final String TERMS = "port: http, protocol: HTTP, deadline: {whenAbsent: 5s, max: 10s}, "
            + "maxConcurrentRequests: 10, idempotencyKeyHeader: X-Once, routeClasses: ["
            + "{name: pay, match: {pathPrefixes: [/pay]}, reservedPercent: 40, requireIdempotencyKey: true}, "
            + "{name: search, match: {pathPrefixes: [/search]}, deadline: 100ms, reservedPercent: 10, "
            + "rateLimit: {requests: 100, per: 1s}}, "
            + "{name: gold, match: {headers: [{name: x-tier, value: gold}]}, reservedPercent: 10, "
            + "rateLimit: {requests: 100, per: 1s}}, "
            + "{name: background, match: {pathPrefixes: [/report]}, reservedPercent: 10, rateLimit: {requests: 3, per: 1h}}]";

    private CallLines log;

    /** A server that answers with the status that the path ends with; with 000 it never does. */
    @BeforeEach
    void givenAServer() {
        log = new CallLines(sidecar.envoy());
        peer = new TestPeer((self, socket, input) -> {
            for (var head = self.head(input); !head.isEmpty(); head = self.head(input)) {
                var path = head.split(" ")[1].split("\\?")[0];
                var status = path.substring(path.length() - 3);
                if (status.equals("000")) {
                    input.transferTo(OutputStream.nullOutputStream());
                }
                TestPeer.write(socket, "HTTP/1.1 " + status + " So\r\nContent-Length: 2\r\n\r\nso");
            }
        });
    }

    private int ask(String request, String... headers) throws IOException {
        try (var caller = new TestApp(sidecar.at("inbound:http"))) {
            return caller.ask(request, headers).status();
        }
    }

    @Test
    void aLineSaysWhatHappenedToWhichClassAndOnWhoseBehalf() throws IOException {
        sidecar.give(InletCase.told("All", peer.port(), TERMS));

        ask(
                "POST /pay/201?card=secret",
                "X-Once: order-7",
                "traceparent: 00-" + TRACE + "-b7ad6b7169203331-01",
                "x-request-id: id-1",
                "x-envoy-expected-rq-timeout-ms: 1500");
        ask("GET /search/000");
        ask("GET /200");

        var lines = log.await(3);
        var paid = lines.getFirst();
        assertThat(paid.remove(List.of("start_time", "duration"))).isEqualTo(CallLines.read("""
                {"port": "http", "class": "pay", "client": "127.0.0.1", "protocol": "HTTP/1.1", "method": "POST",
                 "path": "/pay/201", "response_code": 201, "response_code_details": "via_upstream",
                 "response_flags": "-", "bytes_received": 0, "bytes_sent": 2, "request_id": "id-1",
                 "deadline": 1500, "idempotency_key": "order-7", "trace_id": "%s"}
                """.formatted(TRACE)));
        var missed = lines.get(1);
        assertThat(missed.path("class").asText()).isEqualTo("search");
        assertThat(missed.path("deadline").asInt()).isEqualTo(100);
        assertThat(missed.path("duration").asInt()).isBetween(80, 1000);
        assertThat(missed.path("response_code").asInt()).isEqualTo(504);
        assertThat(missed.path("response_flags").asText()).isEqualTo("UT");
        assertThat(lines.get(2).has("class")).isFalse();
        assertThat(String.join("", log.raw())).doesNotContain("secret");
    }

    @Test
    void byDefaultItTellsOfWhatFailedAndAnEditTakesEffectAtOnce() throws IOException {
        sidecar.give(InletCase.of(peer.port(), TERMS));
        ask("GET /200");
        ask("GET /404");
        ask("POST /pay/200");
        for (var report = 0; report < 4; report++) {
            ask("GET /report/200");
        }
        ask("GET /500");
        sidecar.give(InletCase.told("None", peer.port(), TERMS));
        ask("GET /501");
        sidecar.give(InletCase.told("All", peer.port(), TERMS));
        ask("GET /202");

        assertThat(log.await(2)).extracting(line -> line.path("path").asText()).containsExactly("/500", "/202");
    }

    @Test
    void whateverIsSentALineIsOneJsonObjectAndHasAnEnd() throws IOException {
        sidecar.give(InletCase.told("All", peer.port(), TERMS));

        ask(
                "GET /\"}{\\u0022%0a/" + "z".repeat(4000) + "/200",
                "X-Once: \"}\\" + "k".repeat(2000),
                "traceparent: \"}\\" + "t".repeat(2000));

        var line = log.await(1).getFirst();
        assertThat(line.path("idempotency_key").asText()).startsWith("\"}\\k").hasSize(64);
        assertThat(line.path("trace_id").asText()).hasSize(64);
        assertThat(log.raw()).allSatisfy(text -> assertThat(text).hasSizeLessThan(2048));
    }

    /** Five dependencies and four classes, and everything that can be counted has been. */
    @Test
    void allThatPrometheusSeesIsCataloguedAndItIsNotMuch() throws IOException {
        var dependencies =
                IntStream.rangeClosed(1, 5).mapToObj(number -> "dep" + number).toList();
        var outbound = TestWorld.of(
                        TestWorld.policy(dependencies.stream()
                                .map(
                                        name -> TestWorld.on(
                                                name,
                                                80,
                                                "protocol: HTTP, timeout: 500ms, connectTimeout: 500ms, retries: {attempts: 1}"))
                                .toArray(String[]::new)),
                        dependencies.stream()
                                .map(name -> TestWorld.service(name, 80, TestWorld.pod(peer)))
                                .collect(Collectors.joining()))
                .config();
        sidecar.give(together(outbound, InletCase.of(peer.port(), TERMS).config()));

        for (var dependency : dependencies) {
            for (var status : List.of("200", "404", "500", "503", "000")) {
                try (var app = new TestApp(sidecar.at(dependency + ".shop:80"))) {
                    app.ask("GET /" + status);
                }
            }
        }
        for (var path : List.of("/pay/", "/search/", "/report/", "/gold/", "/")) {
            for (var status : List.of("200", "404", "500")) {
                ask("GET " + path + status, "X-Once: a", "x-tier: " + (path.equals("/gold/") ? "gold" : "none"));
            }
        }
        ask("GET /search/000");
        ask("GET /report/200");

        eventually(
                () -> assertThat(sidecar.envoy().prometheus())
                        .contains(
                                "envoy_vhost_route_upstream_rq_xx{envoy_response_code_class=\"2\","
                                        + "envoy_virtual_host=\"in_http\",envoy_route=\"pay\"} 1",
                                "envoy_vhost_route_upstream_rq_xx{envoy_response_code_class=\"4\","
                                        + "envoy_virtual_host=\"in_http\",envoy_route=\"_unclassified\"} 1",
                                "envoy_vhost_route_upstream_rq_timeout{envoy_virtual_host=\"in_http\",envoy_route=\"search\"} 1",
                                "envoy_vhost_route_upstream_rq_time_count{envoy_virtual_host=\"in_http\",envoy_route=\"pay\"} 3",
                                "envoy_cluster_upstream_rq_active{envoy_cluster_name=\"in_http_pay\"} 0",
                                "envoy_cluster_upstream_rq_active_overflow{envoy_cluster_name=\"in_http_pay\"} 0",
                                "envoy_http_local_rate_limit_rate_limited{envoy_local_http_ratelimit_prefix=\"in_http_background\"} 1"));
        var lines = sidecar.envoy()
                .prometheus()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .filter(line -> !line.isBlank())
                .toList();
        Files.write(Path.of("target", "it-logs", "series.txt"), lines);
        assertThat(catalogued()).containsAll(series());
        assertThat(lines.size()).isLessThanOrEqualTo(MOST_SERIES);
    }

    private static ProxyConfig together(ProxyConfig... configs) {
        var resources = new ArrayList<Resource>();
        for (var config : configs) {
            Arrays.stream(ResourceType.values())
                    .forEach(type -> config.of(type).forEach((name, resource) -> {
                        // The health switch of the one knows the other's dependencies.
                        if (resources.stream()
                                .noneMatch(other ->
                                        other.type() == type && other.name().equals(name))) {
                            resources.add(resource);
                        }
                    }));
        }
        return ProxyConfig.of(resources);
    }

    private Set<String> series() {
        return SERIES.matcher(sidecar.envoy().prometheus())
                .results()
                .map(found -> found.group(1).replaceFirst("_(bucket|sum|count)$", ""))
                .collect(Collectors.toSet());
    }

    /** What the documentation names. */
    private static Set<String> catalogued() throws IOException {
        return Stream.of(Files.readString(Path.of("docs", "observability.md")))
                .flatMap(text -> CATALOGUED.matcher(text).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
