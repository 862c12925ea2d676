package dev.faultline.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.envoy.GrpcPeer;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.policy.inbound.InletCase;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a real sidecar lets requests take, and what it tells the application of it. */
class EnvoyInboundDeadlineIT extends GivenSidecar {
    private static final String PORT = "port: http, protocol: HTTP, ";
    private static final Pattern DEADLINE = Pattern.compile("x-faultline-deadline: ([0-9]+)\r\n");
    private static final String HOP = "x-envoy-expected-rq-timeout-ms: ";

    /** Between what a test reads of the clock and what Envoy does, on a machine that is busy. */
    private static final long SLACK_MILLIS = 400;

    private final TestPeer peer = TestPeer.named("one");

    @AfterEach
    void stopThePeer() {
        peer.close();
    }

    /** Milliseconds that the application is told it has; empty where it is told nothing. */
    private Optional<Long> told(String request, String... headers) throws IOException {
        try (var caller = new TestApp(sidecar.at("inbound:http"))) {
            var began = Instant.now().toEpochMilli();
            assertThat(caller.ask(request, headers).status()).isEqualTo(200);
            var deadline = DEADLINE.matcher(peer.heads().getLast());
            return deadline.find() ? Optional.of(Long.parseLong(deadline.group(1)) - began) : Optional.empty();
        }
    }

    private static void isAbout(long millis, Optional<Long> told) {
        assertThat(told).hasValueSatisfying(value -> assertThat(value).isBetween(millis, millis + SLACK_MILLIS));
    }

    @ParameterizedTest
    @CsvSource({
        "2500, 2500",
        "60000, 10000",
        "99999999999999999999, 10000",
        "0, 2000",
        "-5, 2000",
        "nan, 2000",
        "0x10, 2000",
        "1e2, 2000",
        "soon, 2000"
    })
    void whatTheCallerHasLeftIsCutAndWhatIsNoNumberIsNotHeard(String said, long told) throws IOException {
        sidecar.give(InletCase.of(peer.port(), PORT + "deadline: {whenAbsent: 2s, max: 10s}"));

        isAbout(told, told("GET /", HOP + said));
    }

    @Test
    void whoeverBringsNoDeadlineGetsOneAndNobodyElsesIsTrusted() throws IOException {
        sidecar.give(InletCase.of(peer.port(), PORT + "deadline: {whenAbsent: 2s, max: 10s}"));

        isAbout(2000, told("GET /", "x-envoy-upstream-rq-timeout-ms: 50000", "x-faultline-deadline: 9999999999999"));

        assertThat(peer.heads().getLast()).doesNotContain("x-envoy").doesNotContain("hop-ms");
        assertThat(DEADLINE.matcher(peer.heads().getLast()).results()).hasSize(1);
    }

    @Test
    void ofTwoBoundsEachCountsByItself() throws IOException {
        sidecar.give(InletCase.of(peer.port(), PORT + "deadline: {max: 10s}"));
        assertThat(told("GET /")).isEmpty();
        isAbout(3000, told("GET /", HOP + "3000"));
        isAbout(10_000, told("GET /", HOP + "30000"));

        sidecar.give(InletCase.of(peer.port(), PORT + "deadline: {whenAbsent: 2s}"));
        isAbout(2000, told("GET /"));
        isAbout(30_000, told("GET /", HOP + "30000"));
    }

    @Test
    void withoutADeadlineNothingIsAdded() throws IOException {
        sidecar.give(InletCase.of(peer.port(), PORT + "maxConcurrentRequests: 10"));

        assertThat(told("GET /", HOP + "3000", "x-faultline-deadline: 9999999999999"))
                .isEmpty();
        assertThat(peer.heads().getLast().lines())
                .containsExactlyInAnyOrder("GET / HTTP/1.1", "Host: app.test", "Content-Length: 0", "");
    }

    @Test
    void theDeadlineOfAClassIsItsOwn() throws IOException {
        sidecar.give(
                InletCase.of(
                        peer.port(),
                        PORT + "deadline: {whenAbsent: 2s, max: 10s}, routeClasses: ["
                                + "{name: pay, match: {pathPrefixes: [/pay]}, deadline: 3s}, {name: other, match: {methods: [POST]}}]"));

        isAbout(3000, told("GET /pay"));
        isAbout(3000, told("GET /pay", HOP + "8000"));
        isAbout(1000, told("GET /pay", HOP + "1000"));
        isAbout(2000, told("POST /"));
        isAbout(8000, told("GET /", HOP + "8000"));
    }

    @Test
    void aRequestEndsAtItsDeadlineAndAStreamOfEventsDoesNot() throws IOException {
        try (var slow = new TestPeer((self, socket, input) -> {
            if (self.head(input).contains("text/event-stream")) {
                TestPeer.write(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                pause(1500);
                TestPeer.write(socket, "data: late\n\n");
            } else {
                input.transferTo(OutputStream.nullOutputStream());
            }
        })) {
            sidecar.give(InletCase.of(slow.port(), PORT + "deadline: {whenAbsent: 1s, max: 5s}"));

            assertThat(timeOf(504, "GET /")).isBetween(Duration.ofMillis(950), Duration.ofMillis(2000));
            assertThat(timeOf(504, "GET /", HOP + "200")).isLessThan(Duration.ofMillis(900));
            try (var caller = new TestApp(sidecar.at("inbound:http"))) {
                assertThat(caller.get("accept: text/event-stream").status()).isEqualTo(200);
                assertThat(caller.line() + caller.line()).contains("data: late");
            }
        }
    }

    private Duration timeOf(int status, String request, String... headers) throws IOException {
        var began = Instant.now();
        try (var caller = new TestApp(sidecar.at("inbound:http"))) {
            assertThat(caller.ask(request, headers).status()).isEqualTo(status);
        }
        return Duration.between(began, Instant.now());
    }

    /** In seconds that a caller gives, or none. */
    @ParameterizedTest
    @CsvSource({", 2000", "3000, 3000", "60000, 10000"})
    void ofGrpcTheDeadlineIsToldInItsOwnWordsToo(Long given, long told) {
        try (var server = new GrpcPeer(Status.OK)) {
            sidecar.give(
                    InletCase.of(server.port(), "port: http, protocol: GRPC, deadline: {whenAbsent: 2s, max: 10s}"));
            var channel = NettyChannelBuilder.forAddress(sidecar.at("inbound:http"))
                    .usePlaintext()
                    .build();

            var began = Instant.now().toEpochMilli();
            assertThat(called(channel, Optional.ofNullable(given))).isEqualTo(Status.Code.OK);

            isAbout(told, server.header("x-faultline-deadline").map(value -> Long.parseLong(value) - began));
            // A little more than the sidecar waits, or a server that gives up by its own clock would be first.
            assertThat(server.header("grpc-timeout"))
                    .hasValueSatisfying(
                            value -> assertThat(millis(value) - 100).isBetween(told - SLACK_MILLIS, told + 1));
            channel.shutdownNow();
        }
    }

    /** @param deadline the caller's own, in milliseconds */
    private static Status.Code called(ManagedChannel channel, Optional<Long> deadline) {
        return deadline.map(millis -> GrpcPeer.call(channel, "shop.Inventory/Get", Duration.ofMillis(millis)))
                .orElseGet(() -> GrpcPeer.call(channel, "shop.Inventory/Get"));
    }

    private static long millis(String timeout) {
        var number = Long.parseLong(timeout.substring(0, timeout.length() - 1));
        return switch (timeout.charAt(timeout.length() - 1)) {
            case 'S' -> number * 1000;
            case 'm' -> number;
            case 'u' -> number / 1000;
            case 'n' -> number / 1_000_000;
            default -> throw new AssertionError(timeout);
        };
    }

    @Test
    void ofGrpcWithoutADeadlineNothingIsAdded() {
        try (var server = new GrpcPeer(Status.OK)) {
            sidecar.give(InletCase.of(server.port(), "port: http, protocol: GRPC"));
            var channel = NettyChannelBuilder.forAddress(sidecar.at("inbound:http"))
                    .usePlaintext()
                    .build();

            assertThat(GrpcPeer.call(channel, "shop.Inventory/Get")).isEqualTo(Status.Code.OK);

            assertThat(server.header("x-faultline-deadline")).isEmpty();
            assertThat(server.header("grpc-timeout")).isEmpty();
            channel.shutdownNow();
        }
    }

    @Test
    void theEndOfACallIsToldAsADeadline() {
        try (var slow = new GrpcPeer()) {
            sidecar.give(InletCase.of(slow.port(), "port: http, protocol: GRPC, deadline: {whenAbsent: 1s, max: 2s}"));
            var channel = NettyChannelBuilder.forAddress(sidecar.at("inbound:http"))
                    .usePlaintext()
                    .build();

            var began = Instant.now();
            assertThat(GrpcPeer.call(channel, "shop.Inventory/Get")).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(Duration.between(began, Instant.now()))
                    .isBetween(Duration.ofMillis(950), Duration.ofMillis(1900));
            assertThat(called(channel, Optional.of(60_000L))).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            channel.shutdownNow();
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
