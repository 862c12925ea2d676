package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.pod;
import static dev.faultline.it.envoy.TestWorld.policy;
import static dev.faultline.it.envoy.TestWorld.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.traffic.SidecarCase;
import dev.faultline.it.envoy.CallLines;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestWorld;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real sidecar makes of the deadline that an application passes on with its calls. */
class EnvoyCallDeadlineIT extends SidecarAndPeer {
    private static final int PORT = 18_095;
    private static final Pattern TOLD = Pattern.compile("\r\nx-envoy-expected-rq-timeout-ms: ([0-9]+)\r\n");

    private static TestPeer hanging() {
        return new TestPeer((self, _, input) -> {
            while (!self.head(input).isEmpty()) {
                // No answer.
            }
        });
    }

    private SidecarCase inventory(String terms) {
        return TestWorld.of(
                policy(on("inventory", PORT, "protocol: HTTP" + terms)), service("inventory", PORT, pod(peer)));
    }

    private TestApp.Reply call(String... headers) throws IOException {
        return TestApp.call(sidecar.at("inventory.shop:" + PORT), headers);
    }

    private static String deadline(Duration left) {
        return "x-faultline-deadline: " + Instant.now().plus(left).toEpochMilli();
    }

    private List<Integer> told() {
        return peer.heads().stream()
                .map(head -> {
                    var told = TOLD.matcher(head);
                    assertThat(told.find()).as(head).isTrue();
                    return Integer.parseInt(told.group(1));
                })
                .toList();
    }

    @Test
    void aCallWithItsTriesEndsWhenTheTimeIsOverAndTheServerIsToldWhatIsLeft() throws IOException {
        peer = hanging();
        sidecar.give(inventory(", timeout: 9s, retries: {attempts: 4, perTryTimeout: 1s, backoff: {base: 1ms}}")
                .configWithDeadlines());

        var began = Instant.now();
        var reply = call(deadline(Duration.ofMillis(2500)));

        assertThat(reply.status()).isEqualTo(504);
        assertThat(Duration.between(began, Instant.now())).isBetween(Duration.ofMillis(2400), Duration.ofSeconds(4));
        var told = told();
        assertThat(told).hasSize(3);
        assertThat(told.subList(0, 2)).containsOnly(1000);
        assertThat(told.getLast()).isBetween(1, 500);
        var line = new CallLines(sidecar.envoy()).await(1).getFirst();
        assertThat(line.path("deadline").asInt()).isBetween(2001, 2500);
        assertThat(line.path("response_flags").textValue()).isEqualTo("UT");
        assertThat(line.path("upstream_request_attempt_count").intValue()).isEqualTo(3);
    }

    @Test
    void withoutTimeTheServerIsNotCalled() throws IOException {
        peer = TestPeer.named("one");
        sidecar.give(inventory("").configWithDeadlines());

        var reply = call(deadline(Duration.ofMillis(-1)));

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.body()).isEqualTo("the deadline of the request has passed");
        assertThat(peer.heads()).isEmpty();
        var line = new CallLines(sidecar.envoy()).await(1).getFirst();
        assertThat(line.path("deadline").intValue()).isZero();
        assertThat(line.path("response_code").intValue()).isEqualTo(504);
        assertThat(line.path("response_code_details").textValue()).isEqualTo("lua_response");
    }

    @Test
    void theTimeoutOfThePolicyCountsWhereItIsShorter() throws IOException {
        peer = TestPeer.named("one");
        sidecar.give(inventory(", timeout: 2s").configWithDeadlines());

        assertThat(call(deadline(Duration.ofMinutes(5))).status()).isEqualTo(200);

        assertThat(told()).containsExactly(2000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"soon", "-5", "1e3", "0x10", "inf", "nan", "1.5", "12 34", "1, 2", "", "99999999999999999999"})
    void whatIsNoDeadlineIsNotPassedOnEither(String said) throws IOException {
        peer = TestPeer.named("one");
        sidecar.give(inventory(", timeout: 2s").configWithDeadlines());

        assertThat(call("x-faultline-deadline: " + said).status()).isEqualTo(200);

        assertThat(told()).containsExactly(2000);
        assertThat(peer.heads().getFirst()).doesNotContain("deadline");
        assertThat(sidecar.envoy().log()).doesNotContain("script log");
    }

    @Test
    void theDeadlineDoesNotLeaveThePod() throws IOException {
        peer = TestPeer.named("one");
        for (var config : List.of(inventory("").config(), inventory("").configWithDeadlines())) {
            sidecar.give(config);

            assertThat(call(deadline(Duration.ofSeconds(5))).status()).isEqualTo(200);
            assertThat(call(deadline(Duration.ofSeconds(5)), "accept: text/event-stream")
                            .status())
                    .isEqualTo(200);
        }

        assertThat(peer.heads()).hasSize(4).noneMatch(head -> head.contains("x-faultline"));
    }

    @Test
    void theApplicationCannotSetALimitOtherwise() throws IOException {
        peer = TestPeer.named("one");
        sidecar.give(inventory(", timeout: 2s").configWithDeadlines());

        assertThat(call("x-envoy-upstream-rq-timeout-ms: 60000", "x-envoy-expected-rq-timeout-ms: 60000")
                        .status())
                .isEqualTo(200);

        assertThat(told()).containsExactly(2000);
    }

    @Test
    void aStreamOfEventsLivesOn() throws IOException {
        var over = Duration.ofMillis(300);
        peer = new TestPeer((self, socket, input) -> {
            self.head(input);
            TestPeer.write(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            // Says so when it is asked, on a connection of the test's own.
            self.head(input);
        });
        sidecar.give(inventory("").configWithDeadlines());

        try (var app = new TestApp(sidecar.at("inventory.shop:" + PORT))) {
            var reply = app.get("accept: text/event-stream", deadline(over));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(app.isCutWithin(over.multipliedBy(4))).isFalse();
        }
    }

    @Test
    void anUpgradedConnectionLivesOn() throws IOException {
        var over = Duration.ofMillis(300);
        peer = new TestPeer((self, socket, input) -> {
            self.head(input);
            TestPeer.write(
                    socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
            input.transferTo(socket.getOutputStream());
        });
        sidecar.give(inventory("").configWithDeadlines());

        try (var app = new TestApp(sidecar.at("inventory.shop:" + PORT))) {
            var reply =
                    app.get("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", deadline(over));

            assertThat(reply.status()).isEqualTo(101);
            assertThat(app.isCutWithin(over.multipliedBy(4))).isFalse();
            assertThat(app.echoes("ping")).isTrue();
        }
    }

    @Test
    void aFallbackIsAnsweredWithoutTimeToo() throws IOException {
        peer = TestPeer.named("one");
        sidecar.give(inventory(", criticality: Soft, fallback: {when: [Timeout], status: 200, body: none}")
                .configWithDeadlines());

        var reply = call(deadline(Duration.ofSeconds(-1)));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("none");
        assertThat(reply.head()).contains("x-faultline-fallback: Timeout");
        assertThat(peer.heads()).isEmpty();
    }
}
