package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.pod;
import static dev.faultline.it.envoy.TestWorld.policy;
import static dev.faultline.it.envoy.TestWorld.service;
import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.envoy.GrpcPeer;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestWorld;
import dev.faultline.it.world.ChildProcess;
import dev.faultline.policy.live.Reading;
import dev.faultline.policy.live.Standing;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a real sidecar tells the operator of its dependencies. */
class EnvoyLiveIT extends GivenSidecar {
    private static final int PORT = 18_100;
    private static final Pattern SERIES = Pattern.compile("^([a-z_]+)[{ ]", Pattern.MULTILINE);
    private static final Pattern CATALOGUED = Pattern.compile("`(envoy_[a-z_]+)");

    private final TestPeer good = TestPeer.named("good");

    @AfterEach
    void stopThePeer() {
        good.close();
    }

    private InetSocketAddress among(String head, String terms, TestWorld.Pod... pods) {
        sidecar.give(TestWorld.of(
                policy(on("stock-keeping", PORT, terms)).replace("spec:\n", "spec:\n" + head),
                service("stock-keeping", PORT, pods)));
        return sidecar.at("stock-keeping.shop:" + PORT);
    }

    private Reading told() {
        return sidecar.reading("stock-keeping");
    }

    private static TestWorld.Pod dead() {
        return new TestWorld.Pod(ChildProcess.freePort(), "zone-a");
    }

    @Test
    void callsErrorsAndRetriesAreCountedAndTheEjectedEndpointIsTold() throws IOException {
        try (var bad = TestPeer.answering(_ -> 503);
                var other = TestPeer.named("other")) {
            var place = among(
                    "",
                    "protocol: HTTP, retries: {attempts: 1}, circuitBreaker: {ejectionTime: 1h}",
                    pod(good),
                    pod(bad),
                    pod(other));

            for (var call = 0; call < 60; call++) {
                TestApp.call(place);
            }

            eventually(() -> {
                assertThat(told().calls()).isEqualTo(60);
                assertThat(told().retries()).isEqualTo(5);
                assertThat(told().errors()).isZero();
                assertThat(told().endpoints()).isEqualTo(3);
                assertThat(told().ejected()).isEqualTo(1);
                assertThat(told().standing()).isEqualTo(Standing.Partial);
            });
            assertThat(sidecar.envoy().prometheus())
                    .contains(
                            "envoy_cluster_upstream_rq_completed{envoy_cluster_name=\"dep_stock-keeping\"} 60",
                            "envoy_cluster_upstream_rq_xx{envoy_response_code_class=\"2\","
                                    + "envoy_cluster_name=\"dep_stock-keeping\"} 60",
                            "envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name=\"dep_stock-keeping\",le=\"+Inf\"} ",
                            "envoy_cluster_outlier_detection_ejections_active{envoy_cluster_name=\"dep_stock-keeping\"} 1");
            assertThat(catalogued()).containsAll(series());
        }
    }

    private Set<String> series() {
        return SERIES.matcher(sidecar.envoy().prometheus())
                .results()
                .map(found -> found.group(1).replaceFirst("_(bucket|sum|count)$", ""))
                .collect(Collectors.toSet());
    }

    /** What the documentation names. */
    private static Set<String> catalogued() throws IOException {
        return CATALOGUED
                .matcher(Files.readString(Path.of("docs", "observability.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void whereNobodyCallsTheBreakerIsClosed() {
        among("", "protocol: HTTP", pod(good), dead());

        eventually(() -> assertThat(told().endpoints()).isEqualTo(2));
        assertThat(told().standing()).isEqualTo(Standing.Closed);
        assertThat(told().hasCalls()).isFalse();
    }

    @Test
    void whereAllEndpointsAreEjectedTheBreakerIsOpen() throws IOException {
        var place = among(
                "  consistency: Consistent\n",
                "protocol: HTTP, connectTimeout: 100ms, circuitBreaker: {ejectionTime: 1h}",
                dead(),
                dead());

        for (var call = 0; call < 40; call++) {
            TestApp.call(place);
        }

        eventually(() -> {
            assertThat(told().standing()).isEqualTo(Standing.Empty);
            assertThat(told().ejected()).isEqualTo(2);
            assertThat(told().errors()).isEqualTo(40);
        });
    }

    @Test
    void whereThereIsNoEndpointTheBreakerIsOpen() {
        among("", "protocol: HTTP");

        eventually(() -> assertThat(told().standing()).isEqualTo(Standing.Empty));
    }

    @Test
    void atALimitTheBreakerIsOpen() throws Exception {
        var mayAnswer = new CountDownLatch(1);
        try (var slow = TestPeer.answering(_ -> {
                    try {
                        mayAnswer.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return 200;
                });
                var apps = Executors.newVirtualThreadPerTaskExecutor()) {
            var place = among(
                    "", "protocol: HTTP, circuitBreaker: {maxConcurrentRequests: 2, maxPendingRequests: 1}", pod(slow));
            IntStream.range(0, 8).forEach(_ -> apps.submit((Callable<?>) () -> TestApp.call(place)));

            eventually(() -> assertThat(told().standing()).isEqualTo(Standing.Full));
            mayAnswer.countDown();
        }
    }

    @Test
    void failedCallsOfGrpcAreErrorsThoughTheirStatusOfHttpIsOk() {
        try (var bad = new GrpcPeer(Status.INTERNAL);
                var fine = new GrpcPeer(Status.OK)) {
            var place = among(
                    "",
                    "protocol: GRPC",
                    new TestWorld.Pod(bad.port(), "zone-a"),
                    new TestWorld.Pod(fine.port(), "zone-a"));
            var channel = NettyChannelBuilder.forAddress(place)
                    .usePlaintext()
                    .disableRetry()
                    .build();
            for (var call = 0; call < 8; call++) {
                GrpcPeer.call(channel, "shop.Inventory/Put");
            }

            eventually(() -> {
                assertThat(told().calls()).isEqualTo(8);
                assertThat(told().errors()).isEqualTo(4);
            });
            channel.shutdownNow();
        }
    }

    @Test
    void ofTcpTheConnectionsAreCounted() throws IOException {
        try (var db = TestPeer.greeting("db")) {
            var place = among(
                    "", "protocol: TCP, connectTimeout: 250ms, circuitBreaker: {ejectionTime: 1h}", pod(db), dead());

            for (var connection = 0; connection < 10; connection++) {
                try (var app = new TestApp(place)) {
                    app.line();
                }
            }

            eventually(() -> {
                assertThat(told().calls()).isEqualTo(15);
                assertThat(told().errors()).isEqualTo(5);
                assertThat(told().standing()).isEqualTo(Standing.Partial);
            });
        }
    }
}
