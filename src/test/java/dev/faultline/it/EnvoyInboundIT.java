package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.ResourceType;
import dev.faultline.it.envoy.Load;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.policy.inbound.InletCase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests on the way through a real sidecar to the application of its pod. */
class EnvoyInboundIT extends SidecarAndPeer {
    private static final String EVERYTHING = "port: http, protocol: HTTP, deadline: {whenAbsent: 20s, max: 30s}, "
            + "maxConcurrentRequests: 100, shedding: Adaptive, idempotencyKeyHeader: X-Key, routeClasses: ["
            + "{name: critical, match: {pathPrefixes: [/pay, /order]}, reservedPercent: 50, requireIdempotencyKey: true}, "
            + "{name: rest, deadline: 10s, rateLimit: {requests: 1000000, per: 1s}}]";

    private InetSocketAddress entrance() {
        return sidecar.at("inbound:http");
    }

    private TestApp caller() throws IOException {
        return new TestApp(entrance());
    }

    @Test
    void neitherSideSeesThatThereIsASidecar() throws IOException {
        var request = "POST /a//b/../c?q=%2F HTTP/1.1\r\nHost: Shop\r\nX-Own-Header: A\r\nx-request-id: mine\r\n"
                + "X-Forwarded-Proto: https\r\nX-Forwarded-For: 10.1.2.3\r\nUser-Agent: test\r\n"
                + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nContent-Length: 0\r\n\r\n";
        var answer =
                "HTTP/1.1 201 Created\r\nServer: Own/1\r\nX-Own-Answer: B\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
                        + "Content-Length: 0\r\n\r\n";
        peer = new TestPeer((self, socket, input) -> {
            self.head(input);
            TestPeer.write(socket, answer);
        });
        sidecar.give(InletCase.of(peer.port(), "port: http, protocol: HTTP"));

        try (var caller = caller()) {
            caller.send(request);
            var reply = caller.reply();

            assertThat(peer.heads().getFirst().lines())
                    .containsExactlyInAnyOrderElementsOf(request.lines().toList());
            assertThat(reply.head().lines())
                    .containsExactlyInAnyOrderElementsOf(answer.lines().toList());
        }
    }

    @Test
    void whatACallerSaysToEnvoyNobodyHears() throws IOException {
        peer = TestPeer.named("one");
        sidecar.give(InletCase.of(peer.port(), "port: http, protocol: HTTP"));

        try (var caller = caller()) {
            assertThat(caller.get(
                                    "x-envoy-upstream-rq-timeout-ms: 1",
                                    "x-envoy-expected-rq-timeout-ms: 1",
                                    "x-envoy-max-retries: 3",
                                    "x-envoy-retry-on: 5xx",
                                    "x-faultline-deadline: 1",
                                    "x-faultline-hop-ms: 1")
                            .status())
                    .isEqualTo(200);
        }

        assertThat(peer.heads().getFirst().lines()).containsExactlyInAnyOrder("GET / HTTP/1.1", "Host: app.test", "");
    }

    @Test
    void anUpgradedConnectionPasses() throws IOException {
        peer = new TestPeer((self, socket, input) -> {
            self.head(input);
            TestPeer.write(
                    socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
            input.transferTo(socket.getOutputStream());
        });
        sidecar.give(InletCase.of(peer.port(), "port: http, protocol: HTTP, deadline: {whenAbsent: 300ms}"));

        try (var caller = caller()) {
            var reply = caller.get("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13");
            assertThat(reply.status()).isEqualTo(101);
            pause(900);
            assertThat(caller.echoes("ping")).isTrue();
        }
    }

    @Test
    void withoutAPolicyBytesPassAsTheyAre() throws IOException {
        peer = TestPeer.greeting("db");
        sidecar.give(InletCase.of(peer.port(), "port: http, protocol: HTTP").passThrough());

        try (var caller = caller()) {
            assertThat(caller.line()).isEqualTo("db");
            assertThat(caller.echoes("ping")).isTrue();
        }
    }

    /** Each class answers for itself by a rate limit of one request. */
    @Test
    void aRequestIsOfTheFirstClassThatItFits() throws IOException {
        peer = TestPeer.named("one");
        var once = ", rateLimit: {requests: 1, per: 1h}";
        sidecar.give(InletCase.of(
                peer.port(),
                "port: http, protocol: HTTP, routeClasses: ["
                        + "{name: rest" + once + "}, "
                        + "{name: pay, match: {pathPrefixes: [/pay, \"/a.b+c\"], methods: [POST, PUT]}" + once + "}, "
                        + "{name: gold, match: {headers: [{name: X-Tier, value: gold}, {name: x-eu, value: \"1\"}]}"
                        + once + "}]"));

        try (var caller = caller()) {
            assertThat(took(caller, "POST /pay/1")).isTrue();
            assertThat(took(caller, "PUT /payment?x=/")).isFalse();
            assertThat(took(caller, "POST /a.b+c")).isFalse();
            assertThat(took(caller, "PUT /a.b+c/d", "x-tier: gold", "x-eu: 1")).isFalse();

            assertThat(took(caller, "GET /pay", "x-tier: gold", "x-eu: 1")).isTrue();
            assertThat(took(caller, "GET /", "x-tier: gold", "x-eu: 1")).isFalse();

            assertThat(took(caller, "POST /aXb+c")).isTrue();
            assertThat(took(caller, "GET /pay")).isFalse();
            assertThat(took(caller, "GET /", "x-tier: gold")).isFalse();
            assertThat(took(caller, "GET /", "x-tier: golden", "x-eu: 1")).isFalse();
        }
    }

    private static boolean took(TestApp caller, String request, String... headers) throws IOException {
        return caller.ask(request, headers).status() == 200;
    }

    @Test
    void noEditOfTermsIsNoticedByAConnection() throws IOException {
        peer = TestPeer.named("one");
        // What is logged is the listener's.
        var little = InletCase.told("All", peer.port(), "port: http, protocol: HTTP");
        var much = InletCase.told("All", peer.port(), EVERYTHING).probedAt("/ready");
        assertThat(much.config().of(ResourceType.Listener))
                .isEqualTo(little.config().of(ResourceType.Listener));
        sidecar.give(little);

        try (var load = new Load(entrance(), 4)) {
            for (var turn = 0; turn < 3; turn++) {
                load.awaitMore(200);
                sidecar.give(much);
                load.awaitMore(200);
                sidecar.give(little);
            }
            load.awaitMore(200);

            assertThat(load.failures()).isEmpty();
            assertThat(load.reconnections()).isZero();
        }
    }

    @Test
    void policyAndPassThroughTakeTurnsUnderLoadAndNoRequestFails() throws IOException {
        peer = TestPeer.named("one");
        var inForce = InletCase.of(peer.port(), EVERYTHING);
        sidecar.give(inForce);

        try (var load = new Load(entrance(), 8)) {
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

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void aWriteWithoutAKeyIsRefusedAndToldWhatToSend(String method) throws IOException {
        peer = TestPeer.named("one");
        sidecar.give(InletCase.of(
                peer.port(),
                "port: http, protocol: HTTP, idempotencyKeyHeader: X-Once, routeClasses: ["
                        + "{name: pay, match: {pathPrefixes: [/pay]}, requireIdempotencyKey: true}]"));

        for (var headers : List.of(List.<String>of(), List.of("X-Once: "), List.of("Idempotency-Key: a"))) {
            var reply = ask(method + " /pay/1", headers.toArray(String[]::new));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.head()).contains("content-type: application/problem+json");
            assertThat(reply.body()).contains("\"status\":400", "\"type\":\"about:blank\"", "X-Once");
        }
        assertThat(peer.heads()).isEmpty();
        assertThat(ask(method + " /pay/1", "X-Once: a-1").status()).isEqualTo(200);
        assertThat(ask(method + " /other").status()).isEqualTo(200);
        for (var other : List.of("GET", "PUT", "DELETE")) {
            assertThat(ask(other + " /pay/1").status()).isEqualTo(200);
        }
        assertThat(peer.heads().getFirst()).contains("X-Once: a-1");
    }

    /** On a connection of its own: after a 400 Envoy closes it. */
    private TestApp.Reply ask(String request, String... headers) throws IOException {
        try (var caller = caller()) {
            return caller.ask(request, headers);
        }
    }

    @Test
    void moreThanTheRateOfAClassIsRefusedForAWhile() throws IOException {
        peer = TestPeer.named("one");
        var classes = "routeClasses: [{name: slow, match: {pathPrefixes: [/slow]}, rateLimit: {requests: 3, per: 1h}}, "
                + "{name: all, rateLimit: {requests: 1, per: 5s}}]";
        sidecar.give(InletCase.of(peer.port(), "port: http, protocol: HTTP, " + classes)
                .probedAt("/ready"));

        try (var caller = caller()) {
            for (var request = 0; request < 3; request++) {
                assertThat(caller.ask("GET /slow").status()).isEqualTo(200);
            }
            var refused = caller.ask("GET /slow");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.head()).contains("retry-after: 1200");

            assertThat(caller.ask("GET /other").status()).isEqualTo(200);
            assertThat(caller.ask("GET /other").head()).contains("429").contains("retry-after: 5");
            for (var probe = 0; probe < 10; probe++) {
                assertThat(caller.ask("GET /ready").status()).isEqualTo(200);
            }
            eventually(() -> assertThat(caller.ask("GET /other").status()).isEqualTo(200));

            sidecar.give(InletCase.of(peer.port(), "port: http, protocol: HTTP, maxConcurrentRequests: 9, " + classes));
            assertThat(caller.ask("GET /slow").status()).isEqualTo(200);
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
