package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.policy;
import static dev.faultline.it.envoy.TestWorld.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.envoy.GrpcPeer;
import dev.faultline.it.envoy.TestWorld;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of gRPC calls on the way through a real sidecar. */
class EnvoyGrpcIT extends GivenSidecar {
    private static final int PORT = 18_090;
    private static final int CALLS = 20;

    private final GrpcPeer good = new GrpcPeer(Status.OK);

    @AfterEach
    void stopThePeer() {
        good.close();
    }

    private ManagedChannel channel(String terms, GrpcPeer... peers) {
        return channelOf("GRPC", terms, peers);
    }

    private ManagedChannel channelOf(String protocol, String terms, GrpcPeer... peers) {
        var pods = new TestWorld.Pod[peers.length];
        for (var index = 0; index < peers.length; index++) {
            pods[index] = new TestWorld.Pod(peers[index].port(), "zone-a");
        }
        sidecar.give(TestWorld.of(
                policy(on("inventory", PORT, "protocol: " + protocol + ", " + terms)),
                service("inventory", PORT, pods)));
        return NettyChannelBuilder.forAddress(sidecar.at("inventory.shop:" + PORT))
                .usePlaintext()
                // The sidecar alone tries again.
                .disableRetry()
                .build();
    }

    private static long answered(Status.Code code, ManagedChannel channel, String method) {
        var count = 0;
        for (var call = 0; call < CALLS; call++) {
            if (GrpcPeer.call(channel, method) == code) {
                count++;
            }
        }
        return count;
    }

    @Test
    void onlyMethodsThatAreNamedAreTriedAgain() {
        try (var bad = new GrpcPeer(Status.UNAVAILABLE)) {
            var channel = channel(
                    "retries: {grpcMethods: [shop.Inventory/Get]}, circuitBreaker: {consecutiveFailures: 1000}",
                    good,
                    bad);

            assertThat(answered(Status.Code.OK, channel, "shop.Inventory/Get")).isEqualTo(CALLS);
            var before = bad.calls();
            assertThat(before).isPositive();
            assertThat(answered(Status.Code.UNAVAILABLE, channel, "shop.Inventory/Put"))
                    .isPositive()
                    .isEqualTo(bad.calls() - before);
            channel.shutdownNow();
        }
    }

    @Test
    void anEndpointThatIsUnavailableIsLeftOut() {
        try (var bad = new GrpcPeer(Status.UNAVAILABLE)) {
            var channel = channel("timeout: 5s, circuitBreaker: {ejectionTime: 1h}", good, bad);

            answered(Status.Code.OK, channel, "shop.Inventory/Get");

            assertThat(answered(Status.Code.OK, channel, "shop.Inventory/Get")).isEqualTo(CALLS);
            assertThat(bad.calls()).isEqualTo(5);
            channel.shutdownNow();
        }
    }

    @Test
    void onlyWhatIsHttp2IsSpokenToAsSuch() {
        for (var protocol : List.of("HTTP2", "GRPC")) {
            var channel = channelOf(protocol, "timeout: 5s", good);
            assertThat(answered(Status.Code.OK, channel, "shop.Inventory/Get"))
                    .as(protocol)
                    .isEqualTo(CALLS);
            channel.shutdownNow();
        }

        var channel = channelOf("HTTP", "timeout: 5s", good);

        assertThat(GrpcPeer.call(channel, "shop.Inventory/Get")).isNotEqualTo(Status.Code.OK);
        assertThat(good.calls()).isEqualTo(2 * CALLS);
        channel.shutdownNow();
    }

    @Test
    void theTimeoutIsToldAsADeadline() {
        try (var slow = new GrpcPeer()) {
            var channel = channel("timeout: 1s, connectTimeout: 1s", slow);

            assertThat(GrpcPeer.call(channel, "shop.Inventory/Get")).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(slow.calls()).isEqualTo(1);
            channel.shutdownNow();
        }
    }

    /** It must neither be told as something else nor count against an endpoint, of which there is one. */
    @Test
    void aServerThatGivesUpByTheTimeItWasToldDoesNotSpoilTheDeadline() {
        try (var strict = GrpcPeer.givingUp(Duration.ofMillis(50))) {
            var channel = channel("timeout: 100ms, connectTimeout: 100ms", strict);

            assertThat(answered(Status.Code.DEADLINE_EXCEEDED, channel, "shop.Inventory/Get"))
                    .isEqualTo(CALLS);
            assertThat(strict.timeouts()).hasSize(CALLS).containsOnly("200m");
            channel.shutdownNow();
        }
    }

    @Test
    void theCallersOwnDeadlineCountsWhereItIsShorter() {
        try (var strict = GrpcPeer.givingUp(Duration.ofMillis(50))) {
            var channel = channel("timeout: 1h", strict);

            assertThat(GrpcPeer.call(channel, "shop.Inventory/Get", Duration.ofMillis(300)))
                    .isEqualTo(Status.Code.DEADLINE_EXCEEDED);

            assertThat(strict.timeouts())
                    .singleElement()
                    .satisfies(told -> assertThat(millis(told)).isBetween(300L, 400L));
            channel.shutdownNow();
        }
    }

    @Test
    void aPolicyWithoutATimeoutAddsNone() {
        var channel = channel("connectTimeout: 1s", good);

        assertThat(GrpcPeer.call(channel, "shop.Inventory/Get")).isEqualTo(Status.Code.OK);
        assertThat(GrpcPeer.call(channel, "shop.Inventory/Get", Duration.ofDays(3)))
                .isEqualTo(Status.Code.OK);

        assertThat(good.timeouts())
                .singleElement()
                .satisfies(told -> assertThat(told).matches("2591\\d\\dS|259200S"));
        channel.shutdownNow();
    }

    @Test
    void theEndOfATryIsToldAsADeadline() {
        try (var slow = new GrpcPeer()) {
            var channel = channel("timeout: 1m, retries: {attempts: 1, perTryTimeout: 100ms}", slow);

            assertThat(GrpcPeer.call(channel, "shop.Inventory/Get")).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            channel.shutdownNow();
        }
    }

    private static long millis(String told) {
        assertThat(told).endsWith("m");
        return Long.parseLong(told.substring(0, told.length() - 1));
    }
}
