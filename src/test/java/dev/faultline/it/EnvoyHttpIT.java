package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.pod;
import static dev.faultline.it.envoy.TestWorld.policy;
import static dev.faultline.it.envoy.TestWorld.service;
import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.traffic.SidecarCase;
import dev.faultline.it.envoy.Load;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestWorld;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of HTTP calls on the way through a real sidecar. */
class EnvoyHttpIT extends SidecarAndPeer {
    private SidecarCase inventory(String terms) {
        return TestWorld.of(
                policy(on("inventory", peer.port(), "protocol: HTTP" + terms)),
                service("inventory", peer.port(), pod(peer)));
    }

    private TestApp app() throws IOException {
        return new TestApp(sidecar.at("inventory.shop:" + peer.port()));
    }

    @Test
    void neitherSideSeesThatThereIsASidecar() throws IOException {
        var request = "POST /a//b/../c?q=%2F HTTP/1.1\r\nHost: Inventory\r\nX-Own-Header: A\r\nx-request-id: mine\r\n"
                + "X-Forwarded-Proto: https\r\nX-Forwarded-For: 10.1.2.3\r\nUser-Agent: test\r\nContent-Length: 0\r\n\r\n";
        var answer =
                "HTTP/1.1 201 Created\r\nServer: Own/1\r\nX-Own-Answer: B\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
                        + "Content-Length: 0\r\n\r\n";
        peer = new TestPeer((self, socket, input) -> {
            self.head(input);
            TestPeer.write(socket, answer);
        });
        sidecar.give(inventory(""));

        try (var app = app()) {
            app.send(request);
            var reply = app.reply();

            assertThat(peer.heads().getFirst().lines()).containsExactlyInAnyOrderElementsOf(withTimeLeft(request));
            assertThat(reply.head().lines())
                    .containsExactlyInAnyOrderElementsOf(answer.lines().toList());
        }
    }

    @Test
    void whatTheApplicationDoesNotSayTheServerIsNotTold() throws IOException {
        var bare = "GET / HTTP/1.1\r\nHost: inventory\r\n\r\n";
        peer = TestPeer.named("one");
        sidecar.give(inventory(""));

        try (var app = app()) {
            app.send(bare);
            app.reply();
        }

        assertThat(peer.heads().getFirst().lines()).containsExactlyInAnyOrderElementsOf(withTimeLeft(bare));
    }

    /** A sidecar there believes it; a host outside is told nothing. */
    private static List<String> withTimeLeft(String request) {
        return Stream.concat(request.lines(), Stream.of("x-envoy-expected-rq-timeout-ms: 15000"))
                .toList();
    }

    @Test
    void anAliasIsCalledByTheRealName() throws IOException {
        peer = TestPeer.named("one");
        sidecar.give(TestWorld.of(
                policy(on("inventory", peer.port(), "protocol: HTTP, listenPort: 18080")),
                service("inventory", peer.port(), pod(peer))));

        var reply = TestApp.call(sidecar.at("inventory.faultline:18080"));

        assertThat(reply.body()).isEqualTo("one");
        assertThat(peer.heads().getFirst()).doesNotContain("inventory.faultline");
        assertThat(peer.heads().getFirst()).contains("\r\nHost: inventory.shop:" + peer.port() + "\r\n");
    }

    @Test
    void aCallEndsAtItsTimeoutAndAStreamOfEventsDoesNot() throws IOException {
        peer = new TestPeer((self, socket, input) -> {
            if (self.head(input).contains("text/event-stream")) {
                TestPeer.write(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                pause(1500);
                TestPeer.write(socket, "data: late\n\n");
            } else {
                pause(5000);
            }
        });
        sidecar.give(inventory(", timeout: 500ms, connectTimeout: 200ms"));

        var began = Instant.now();
        var reply = TestApp.call(sidecar.at("inventory.shop:" + peer.port()));
        assertThat(reply.status()).isEqualTo(504);
        assertThat(Duration.between(began, Instant.now())).isBetween(Duration.ofMillis(450), Duration.ofMillis(1400));

        try (var app = app()) {
            assertThat(app.get("accept: text/event-stream").status()).isEqualTo(200);
            var heard = app.line() + app.line();
            assertThat(heard).contains("data: late");
        }
    }

    @Test
    void aStreamEndsAfterTheSilenceThatItsPolicyAllows() throws IOException {
        peer = new TestPeer((self, socket, input) -> {
            self.head(input);
            TestPeer.write(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            input.transferTo(OutputStream.nullOutputStream());
        });
        sidecar.give(inventory(", idleTimeout: 1s"));

        try (var app = app()) {
            assertThat(app.get("accept: text/event-stream").status()).isEqualTo(200);
            assertThat(app.isCutWithin(Duration.ofMillis(500))).isFalse();
            assertThat(app.isCutWithin(Duration.ofSeconds(9))).isTrue();
        }
    }

    @Test
    void aServiceOfAnotherNamespaceIsCalled() throws IOException {
        peer = TestPeer.named("far");
        var far = "serviceRef: {name: inventory, namespace: depot, port: " + peer.port() + "}";
        sidecar.give(TestWorld.of(
                policy("name: inventory, protocol: HTTP, " + far),
                service("inventory", peer.port(), pod(peer)).replace("namespace: shop", "namespace: depot")));

        assertThat(TestApp.call(sidecar.at("inventory.depot:" + peer.port())).body())
                .isEqualTo("far");
    }

    @Test
    void anUpgradedConnectionOutlivesTheTimeout() throws IOException {
        peer = new TestPeer((self, socket, input) -> {
            self.head(input);
            TestPeer.write(
                    socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
            input.transferTo(socket.getOutputStream());
        });
        sidecar.give(inventory(", timeout: 500ms, connectTimeout: 200ms"));

        try (var app = app()) {
            var reply = app.get("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13");
            assertThat(reply.status()).isEqualTo(101);
            pause(1200);
            assertThat(app.echoes("ping")).isTrue();
        }
    }

    @Test
    void policyAndPassThroughTakeTurnsUnderLoadAndNoCallFails() throws IOException {
        peer = TestPeer.named("one");
        var inForce = inventory("");
        sidecar.give(inForce);

        try (var load = new Load(sidecar.at("inventory.shop:" + peer.port()), 8)) {
            for (var turn = 0; turn < 3; turn++) {
                load.awaitMore(200);
                sidecar.give(inForce.passThrough());
                load.awaitMore(200);
                sidecar.give(inForce.config());
            }
            load.awaitMore(200);

            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void anEndpointThatIsGoneIsNotCalledAlthoughItsCheckPasses() throws IOException {
        peer = TestPeer.named("one");
        try (var two = TestPeer.named("two")) {
            var dependency = policy(on("inventory", peer.port(), "protocol: HTTP"));
            sidecar.give(TestWorld.of(dependency, service("inventory", peer.port(), pod(peer), pod(two))));
            var place = sidecar.at("inventory.shop:" + peer.port());
            eventually(() -> assertThat(TestApp.call(place).body()).isEqualTo("two"));

            sidecar.give(TestWorld.of(dependency, service("inventory", peer.port(), pod(peer))));

            for (var call = 0; call < 50; call++) {
                assertThat(TestApp.call(place).body()).isEqualTo("one");
            }
        }
    }

    @Test
    void theOthersNoticeNothingWhenOneOfThreeDependenciesGoes() throws IOException {
        peer = TestPeer.named("one");
        var services = service("inventory", peer.port(), pod(peer))
                + service("search", peer.port(), pod(peer))
                + service("reco", peer.port(), pod(peer));
        var inventory = on("inventory", peer.port(), "protocol: HTTP");
        var search = on("search", peer.port(), "protocol: HTTP");
        var all = TestWorld.of(policy(inventory, search, on("reco", peer.port(), "protocol: HTTP")), services);
        sidecar.give(all);

        try (var first = new Load(sidecar.at("inventory.shop:" + peer.port()), 4);
                var second = new Load(sidecar.at("search.shop:" + peer.port()), 4)) {
            first.awaitMore(100);
            second.awaitMore(100);
            sidecar.give(TestWorld.of(policy(inventory, search), services));
            first.awaitMore(200);
            second.awaitMore(200);

            assertThat(first.failures()).isEmpty();
            assertThat(second.failures()).isEmpty();
            assertThat(first.reconnections() + second.reconnections()).isZero();
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
