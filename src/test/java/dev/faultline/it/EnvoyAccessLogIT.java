package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.pod;
import static dev.faultline.it.envoy.TestWorld.policy;
import static dev.faultline.it.envoy.TestWorld.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.faultline.it.envoy.CallLines;
import dev.faultline.it.envoy.GrpcPeer;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestWorld;
import dev.faultline.it.world.ChildProcess;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real sidecar says of calls on its standard output. Lines come in the order in which calls end. */
class EnvoyAccessLogIT extends SidecarAndPeer {
    private static final int PORT = 18_060;
    private static final int DATABASE_PORT = 18_061;

    /** Far below what CRI logs cut in two, 16 KiB. */
    private static final int LONGEST_LINE = 2048;

    private CallLines log;

    /** A server that answers with the status that the path begins with; with 0 it never does. */
    @BeforeEach
    void givenAServer() {
        log = new CallLines(sidecar.envoy());
        peer = new TestPeer((self, socket, input) -> {
            for (var head = self.head(input); !head.isEmpty(); head = self.head(input)) {
                var status = head.split("/")[1].substring(0, 3);
                if (!status.equals("000")) {
                    TestPeer.write(socket, "HTTP/1.1 " + status + " So\r\nContent-Length: 2\r\n\r\nso");
                }
            }
        });
    }

    private void give(String mode, String terms) {
        sidecar.give(TestWorld.of(
                policy(on("inventory", PORT, "protocol: HTTP" + terms)) + mode, service("inventory", PORT, pod(peer))));
    }

    private TestApp app() throws IOException {
        return new TestApp(sidecar.at("inventory.shop:" + PORT));
    }

    private static TestApp.Reply call(TestApp app, String path, String... headers) throws IOException {
        app.send("GET " + path + " HTTP/1.1\r\nHost: app.test\r\n"
                + Stream.of(headers).map(line -> line + "\r\n").collect(Collectors.joining()) + "\r\n");
        return app.reply();
    }

    private static String logging(String mode) {
        return "  telemetry: {accessLog: " + mode + "}\n";
    }

    private static List<String> paths(List<ObjectNode> lines) {
        return lines.stream().map(line -> line.path("path").asText()).toList();
    }

    private static JsonNode timeless(ObjectNode line) {
        return line.deepCopy().remove(List.of("start_time", "duration"));
    }

    @Test
    void withoutAWordOfThePolicyItTellsOfWhatFailed() throws IOException {
        give("", "");

        try (var app = app()) {
            for (var path : List.of("/200", "/404", "/429", "/503/a?token=secret", "/500")) {
                call(app, path, "x-request-id: id-of-" + path.substring(1, 4));
            }
        }

        var lines = log.await(2);
        assertThat(paths(lines)).containsExactly("/503/a", "/500");
        var line = lines.getFirst();
        assertThat(Instant.parse(line.path("start_time").textValue()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(line.path("duration").isInt()).isTrue();
        assertThat(timeless(line)).isEqualTo(CallLines.read("""
                {"dependency": "inventory", "method": "GET", "path": "/503/a", "protocol": "HTTP/1.1",
                 "response_code": 503, "response_code_details": "via_upstream", "response_flags": "-",
                 "upstream_host": "127.0.0.1:%d", "upstream_request_attempt_count": 1,
                 "bytes_received": 0, "bytes_sent": 2, "request_id": "id-of-503"}
                """.formatted(peer.port())));
        assertThat(String.join("", log.raw())).doesNotContain("secret");
    }

    @Test
    void aChangeOfMindHoldsForNewConnectionsAndEndsOldOnesGracefully() throws IOException {
        for (var mode : List.of("All", "None", "Errors", "All")) {
            give(logging(mode), "");
            try (var app = app()) {
                assertThat(call(app, "/200/" + mode).isLast()).isFalse();
                assertThat(call(app, "/500/" + mode).isLast()).isFalse();
                give(logging("None"), "");
                var last = call(app, "/200/last");
                assertThat(last.isLast()).isEqualTo(!mode.equals("None"));
            }
        }

        assertThat(paths(log.await(7)))
                .containsExactly(
                        "/200/All", "/500/All", "/200/last", "/500/Errors", "/200/All", "/500/All", "/200/last");
    }

    @Test
    void aCallThatAnotherTrySavedHasNotFailed() throws IOException {
        var tried = ", retries: {attempts: 1}, circuitBreaker: {consecutiveFailures: 1000}";
        peer.close();
        peer = TestPeer.answering(number -> number % 2 == 0 ? 200 : 503);
        give("", tried);
        assertThat(TestApp.call(sidecar.at("inventory.shop:" + PORT)).status()).isEqualTo(200);

        give(logging("All"), tried);
        assertThat(TestApp.call(sidecar.at("inventory.shop:" + PORT)).status()).isEqualTo(200);

        var lines = log.await(1);
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().path("upstream_request_attempt_count").intValue())
                .isEqualTo(2);
    }

    @Test
    void aFailureIsToldAlthoughAFallbackWasAnswered() throws IOException {
        give("", ", timeout: 1s, connectTimeout: 1s, criticality: Soft, fallback: {status: 200, body: instead}");

        try (var app = app()) {
            call(app, "/200");
            call(app, "/500");
            call(app, "/000");
        }

        var lines = log.await(2);
        assertThat(paths(lines)).containsExactly("/500", "/000");
        assertThat(lines)
                .extracting(line -> line.path("response_code").intValue())
                .containsOnly(200);
        assertThat(lines)
                .extracting(line -> line.path("fallback").textValue())
                .containsExactly("ServerError", "Timeout");
        assertThat(lines.getLast().path("response_flags").textValue()).isEqualTo("UT");
    }

    @Test
    void aCallThatTheCallerGivesUpIsToldUnlessItHadItsAnswer() throws IOException {
        give("", "");

        app().close();
        try (var app = app()) {
            call(app, "/200");
        }
        try (var app = app()) {
            app.send("GET /000 HTTP/1.1\r\nHost: app.test\r\n\r\n");
            assertThat(app.isCutWithin(Duration.ofMillis(200))).isFalse();
        }

        var lines = log.await(1);
        assertThat(paths(lines)).containsExactly("/000");
        assertThat(lines.getFirst().path("response_flags").textValue()).isEqualTo("DC");
    }

    @Test
    void whateverIsSentEachLineIsOneJsonObjectAndHasAnEnd() throws IOException {
        var quoted = "/503/\"}{\\u0022\\\\x%0a%00%ff|'`<>";
        var odd = new String(
                new byte[] {'"', '\\', '\t', '%', 'R', (byte) 0xff, (byte) 0xc3}, StandardCharsets.ISO_8859_1);
        peer.close();
        peer = new TestPeer((self, socket, input) -> {
            while (!self.head(input).isEmpty()) {
                TestPeer.write(
                        socket,
                        "HTTP/1.1 503 \"}\r\nx-faultline-fallback: " + odd + "x".repeat(2000)
                                + "\r\nContent-Length: 0\r\n\r\n");
            }
        });
        give("", "");

        try (var app = app()) {
            call(app, quoted, "x-request-id: " + odd + "y".repeat(2000));
            call(app, "/503/" + "z".repeat(4000) + "?token=secret");
        }

        var lines = log.await(2);
        assertThat(lines.getFirst().path("path").textValue()).isEqualTo(quoted);
        assertThat(lines.getFirst().path("request_id").textValue())
                .startsWith(odd)
                .hasSize(64);
        assertThat(lines.getLast().path("path").textValue()).isEqualTo("/503/" + "z".repeat(251));
        assertThat(log.raw()).hasSize(2).allSatisfy(line -> assertThat(line).hasSizeLessThan(LONGEST_LINE));
    }

    @Test
    void ofGrpcItTellsOfTheTroubleOfServers() {
        var told = List.of(Status.UNAVAILABLE, Status.UNKNOWN, Status.INTERNAL, Status.DATA_LOSS);
        for (var status : List.of(Status.NOT_FOUND, Status.OK, Status.RESOURCE_EXHAUSTED)) {
            callOnce(status);
        }
        told.forEach(this::callOnce);

        var lines = log.await(told.size());

        assertThat(lines)
                .extracting(line -> line.path("grpc_status").textValue())
                .containsExactlyElementsOf(
                        told.stream().map(status -> status.getCode().name()).toList());
        assertThat(lines.getFirst().path("path").textValue()).isEqualTo("/shop.Inventory/Get");
        assertThat(lines.getFirst().path("protocol").textValue()).isEqualTo("HTTP/2");
    }

    private void callOnce(Status status) {
        try (var server = new GrpcPeer(status)) {
            sidecar.give(TestWorld.of(
                    policy(on("inventory", PORT, "protocol: GRPC")),
                    service("inventory", PORT, new TestWorld.Pod(server.port(), "zone-a"))));
            var channel = NettyChannelBuilder.forAddress(sidecar.at("inventory.shop:" + PORT))
                    .usePlaintext()
                    .disableRetry()
                    .build();
            assertThat(GrpcPeer.call(channel, "shop.Inventory/Get")).isEqualTo(status.getCode());
            channel.shutdownNow();
        }
    }

    private void giveDatabase(String mode, TestWorld.Pod... pods) {
        sidecar.give(TestWorld.of(
                policy(on("db", DATABASE_PORT, "protocol: TCP, circuitBreaker: {maxConcurrentRequests: 1}")) + mode,
                service("db", DATABASE_PORT, pods)));
    }

    @Test
    void ofTcpItTellsOfConnectionsThatFailed() throws IOException {
        try (var db = TestPeer.greeting("db")) {
            giveDatabase("", pod(db));
            connect(1);
            giveDatabase("");
            connect(0);
            giveDatabase("", new TestWorld.Pod(ChildProcess.freePort(), "zone-a"));
            connect(0);
            giveDatabase("", pod(db));
            try (var held = new TestApp(sidecar.at("db.shop:" + DATABASE_PORT))) {
                assertThat(held.line()).isEqualTo("db");
                connect(0);
                giveDatabase(logging("All"), pod(db));
                assertThat(held.echoes("unnoticed")).isTrue();
            }
            connect(1);

            var lines = log.await(4);

            assertThat(lines)
                    .extracting(line -> line.path("response_flags").textValue())
                    .containsExactly("UH", "UF,URX", "UO", "-");
            assertThat(timeless(lines.getLast())).isEqualTo(CallLines.read("""
                    {"dependency": "db", "protocol": "TCP", "response_flags": "-", "upstream_host": "127.0.0.1:%d",
                     "upstream_request_attempt_count": 1, "bytes_received": 0, "bytes_sent": 3}
                    """.formatted(db.port())));
        }
    }

    /** @param greetings that are heard before the connection ends */
    private void connect(int greetings) throws IOException {
        try (var app = new TestApp(sidecar.at("db.shop:" + DATABASE_PORT))) {
            if (greetings > 0) {
                assertThat(app.line()).isEqualTo("db");
            } else {
                assertThat(app.isCutWithin(Duration.ofSeconds(9))).isTrue();
            }
        }
    }

    @Test
    void whatPassesThroughIsNotTold() throws IOException {
        var inForce = TestWorld.of(
                policy(on("inventory", peer.port(), "protocol: HTTP")) + logging("All"),
                service("inventory", peer.port(), pod(peer)));
        sidecar.give(inForce.passThrough());
        try (var app = new TestApp(sidecar.at("inventory.shop:" + peer.port()))) {
            assertThat(call(app, "/500/passed-through").status()).isEqualTo(500);
        }

        sidecar.give(inForce.config());
        try (var app = new TestApp(sidecar.at("inventory.shop:" + peer.port()))) {
            call(app, "/200/in-force");
        }

        assertThat(paths(log.await(1))).containsExactly("/200/in-force");
    }
}
