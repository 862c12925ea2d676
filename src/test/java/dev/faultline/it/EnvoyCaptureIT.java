package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faultline.cluster.traffic.SidecarCase;
import dev.faultline.it.envoy.GrpcPeer;
import dev.faultline.it.envoy.Load;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of requests to a pod whose port a real sidecar has taken over. */
class EnvoyCaptureIT extends GivenSidecar {
    private static final int BACKLOG = 50;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private static SidecarCase receiving(String protocol, int app) {
        return receiving(protocol, app, "127.0.0.1");
    }

    private static SidecarCase receiving(String protocol, int app, String podIp) {
        return SidecarCase.of("""
                apiVersion: faultline.dev/v1alpha1
                kind: ResiliencePolicy
                metadata: {name: web, namespace: shop}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  inbound: [{port: http, protocol: <protocol>}]
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web-1
                  namespace: shop
                  annotations:
                    faultline.dev/capture: >-
                      {"v":2,"hosts":[],"appPorts":[<app>],"inlets":[{"name":"http","listen":15506,"app":<app>,"protocol":"HTTP"}]}
                spec: {containers: [{name: app, image: app}]}
                status: {podIPs: [{ip: "<ip>"}]}
                """.replace("<protocol>", protocol)
                .replace("<app>", String.valueOf(app))
                .replace("<ip>", podIp));
    }

    /** @param address of the pod */
    private InetSocketAddress at(String address) {
        return new InetSocketAddress(
                InetAddress.ofLiteral(address), sidecar.at("inbound:http").getPort());
    }

    private InetSocketAddress place() {
        return at("127.0.0.1");
    }

    private static TestPeer listening(String address, TestPeer.Talk talk) throws IOException {
        return new TestPeer(talk, new ServerSocket(0, BACKLOG, InetAddress.ofLiteral(address)));
    }

    private static TestPeer.Talk answering(String body) {
        return (peer, socket, input) -> {
            while (!peer.head(input).isEmpty()) {
                TestPeer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        };
    }

    @Test
    void aRequestReachesAnApplicationThatListensOnTheAddressThatWasCalledAlone() throws IOException {
        try (var app = listening("127.0.0.2", answering("two"))) {
            sidecar.give(receiving("HTTP", app.port()));

            assertThat(TestApp.call(at("127.0.0.2")).body()).isEqualTo("two");
            assertThat(TestApp.call(place()).status()).as("nobody is there").isEqualTo(503);
        }
    }

    @Test
    void itDoesSoWithoutAPolicyAsWell() throws IOException {
        try (var app = listening("127.0.0.2", answering("two"))) {
            sidecar.give(receiving("HTTP", app.port()).passThrough());

            assertThat(TestApp.call(at("127.0.0.2")).body()).isEqualTo("two");
            try (var refused = new TestApp(place())) {
                assertThat(refused.isCutWithin(AT_ONCE)).isTrue();
            }
        }
    }

    @Test
    void anApplicationOnIPv6AloneIsReachedThere() throws IOException {
        try (var app = listening("::1", answering("six"))) {
            sidecar.give(receiving("HTTP", app.port(), "::1"));

            assertThat(TestApp.call(at("::1")).body()).isEqualTo("six");
        }
    }

    @Test
    void theApplicationGetsWhatTheCallerSaidAndNothingElse() throws IOException {
        try (var app = TestPeer.named("one")) {
            sidecar.give(receiving("HTTP", app.port()));

            var reply = TestApp.call(place(), "X-Mixed-Case: yes");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(app.heads())
                    .singleElement()
                    .satisfies(head -> assertThat(head)
                            .contains("X-Mixed-Case: yes")
                            .doesNotContainIgnoringCase("x-envoy", "x-request-id", "x-forwarded"));
        }
    }

    @Test
    void grpcReachesTheApplicationWithAndWithoutAPolicy() {
        try (var app = new GrpcPeer(Status.OK)) {
            var given = receiving("GRPC", app.port());
            sidecar.give(given);
            var channel = NettyChannelBuilder.forAddress(place()).usePlaintext().build();

            assertThat(GrpcPeer.call(channel, "shop.Web/Get")).isEqualTo(Status.Code.OK);
            sidecar.give(given.passThrough());
            assertThat(GrpcPeer.call(channel, "shop.Web/Get")).isEqualTo(Status.Code.OK);
            sidecar.give(given);
            assertThat(GrpcPeer.call(channel, "shop.Web/Get")).isEqualTo(Status.Code.OK);
            assertThat(app.calls()).isEqualTo(3);
            channel.shutdownNow();
        }
    }

    @Test
    void http2ReachesTheApplication() {
        try (var app = new GrpcPeer(Status.OK)) {
            sidecar.give(receiving("HTTP2", app.port()));
            var channel = NettyChannelBuilder.forAddress(place()).usePlaintext().build();

            assertThat(GrpcPeer.call(channel, "shop.Web/Get")).isEqualTo(Status.Code.OK);
            channel.shutdownNow();
        }
    }

    @Test
    void withoutAPolicyWhateverIsSpokenPassesAndStaysConnectedWhenOneComes() throws IOException {
        try (var db = TestPeer.greeting("db")) {
            var given = receiving("HTTP", db.port());
            sidecar.give(given.passThrough());

            try (var caller = new TestApp(place())) {
                assertThat(caller.line()).isEqualTo("db");
                sidecar.give(given);
                assertThat(caller.echoes("with a policy")).isTrue();
                assertThat(caller.isCutWithin(AT_ONCE)).isFalse();
            }
        }
    }

    @Test
    void policyAndPassThroughTakeTurnsUnderLoadAndNoRequestFails() throws IOException {
        try (var app = TestPeer.named("one")) {
            var given = receiving("HTTP", app.port());
            sidecar.give(given);

            try (var load = new Load(place(), 8)) {
                for (var turn = 0; turn < 3; turn++) {
                    load.awaitMore(200);
                    sidecar.give(given.passThrough());
                    load.awaitMore(200);
                    sidecar.give(given);
                }
                load.awaitMore(200);

                assertThat(load.failures()).isEmpty();
            }
        }
    }

    @Test
    void aPodThatEndsAnswersWhatItHasAndSendsItsCallersElsewhere() throws IOException {
        try (var app = TestPeer.named("one")) {
            var given = receiving("HTTP", app.port());
            sidecar.give(given);
            var place = place();

            try (var caller = new TestApp(place)) {
                assertThat(caller.get().isLast()).isFalse();
                sidecar.give(given.leaving());

                eventually(() ->
                        assertThatThrownBy(() -> new TestApp(place).close()).isInstanceOf(ConnectException.class));
                var last = caller.get();
                assertThat(last.status()).isEqualTo(200);
                assertThat(last.isLast()).isTrue();
            }
        }
    }
}
