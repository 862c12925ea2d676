package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.policy;
import static dev.faultline.it.envoy.TestWorld.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.traffic.SidecarCase;
import dev.faultline.it.envoy.GrpcPeer;
import dev.faultline.it.envoy.TestWorld;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.Instant;
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
        sidecar.give(inventory(protocol, terms, peers).config());
        return channel();
    }

    private static SidecarCase inventory(String protocol, String terms, GrpcPeer... peers) {
        var pods = new TestWorld.Pod[peers.length];
        for (var index = 0; index < peers.length; index++) {
            pods[index] = new TestWorld.Pod(peers[index].port(), "zone-a");
        }
        return TestWorld.of(
                policy(on("inventory", PORT, "protocol: " + protocol + ", " + terms)),
                service("inventory", PORT, pods));
    }

    private ManagedChannel channel() {
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
    void aTryThatTakesTooLongIsFollowedByAnotherForMethodsThatAreNamed() {
        try (var slow = new GrpcPeer()) {
            var channel = channel(
                    "timeout: 1m, retries: {perTryTimeout: 200ms, grpcMethods: [shop.Inventory/Get]}, "
                            + "circuitBreaker: {consecutiveFailures: 1000}",
                    good,
                    slow);

            assertThat(answered(Status.Code.OK, channel, "shop.Inventory/Get")).isEqualTo(CALLS);
            var before = slow.calls();
            assertThat(before).isPositive();
            assertThat(answered(Status.Code.DEADLINE_EXCEEDED, channel, "shop.Inventory/Put"))
                    .isPositive()
                    .isEqualTo(slow.calls() - before);
            channel.shutdownNow();
        }
    }

    @Test
    void aStreamThatIsResetIsTriedAgainForMethodsThatAreNamed() {
        try (var strict = GrpcPeer.givingUp(Duration.ofMillis(9800))) {
            var channel = channel(
                    "timeout: 10s, retries: {grpcMethods: [shop.Inventory/Get]}, "
                            + "circuitBreaker: {consecutiveFailures: 1000}",
                    good,
                    strict);

            for (var call = 0; call < CALLS; call++) {
                assertThat(GrpcPeer.call(channel, "shop.Inventory/Get", Duration.ofSeconds(20)))
                        .isEqualTo(Status.Code.OK);
            }

            assertThat(strict.calls()).isPositive();
            channel.shutdownNow();
        }
    }

    @Test
    void theEndOfATryIsToldAsADeadline() {
        try (var slow = new GrpcPeer()) {
            var channel = channel("timeout: 1m, retries: {attempts: 1, perTryTimeout: 100ms}", slow);

            assertThat(GrpcPeer.call(channel, "shop.Inventory/Get")).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            channel.shutdownNow();
        }
    }

    @Test
    void aCallEndsAtTheDeadlineThatTheApplicationPassesOn() {
        try (var strict = GrpcPeer.givingUp(Duration.ofMillis(50))) {
            sidecar.give(inventory("GRPC", "timeout: 1m", strict).configWithDeadlines());
            var channel = channel();

            assertThat(GrpcPeer.call(
                            until(channel, Duration.ofMillis(1500)), "shop.Inventory/Get", Duration.ofSeconds(20)))
                    .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(GrpcPeer.call(
                            until(channel, Duration.ofSeconds(20)), "shop.Inventory/Get", Duration.ofMillis(500)))
                    .isEqualTo(Status.Code.DEADLINE_EXCEEDED);

            assertThat(strict.timeouts())
                    .hasSize(2)
                    .allSatisfy(told -> assertThat(millis(told)).isBetween(101L, 1600L));
            assertThat(strict.headers()).doesNotContain("x-faultline-deadline");
            channel.shutdownNow();
        }
    }

    @Test
    void withoutTimeTheServerIsNotCalled() {
        sidecar.give(inventory("GRPC", "timeout: 1m", good).configWithDeadlines());
        var channel = channel();

        assertThat(GrpcPeer.call(until(channel, Duration.ofMillis(-1)), "shop.Inventory/Get"))
                .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(good.calls()).isZero();

        assertThat(GrpcPeer.call(until(channel, Duration.ofSeconds(9)), "shop.Inventory/Get"))
                .isEqualTo(Status.Code.OK);
        channel.shutdownNow();
    }

    private static Channel until(Channel channel, Duration left) {
        var headers = new Metadata();
        headers.put(
                Metadata.Key.of("x-faultline-deadline", Metadata.ASCII_STRING_MARSHALLER),
                String.valueOf(Instant.now().plus(left).toEpochMilli()));
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static long millis(String told) {
        assertThat(told).endsWith("m");
        return Long.parseLong(told.substring(0, told.length() - 1));
    }
}
