package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.pod;
import static dev.faultline.it.envoy.TestWorld.policy;
import static dev.faultline.it.envoy.TestWorld.service;
import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.envoy.HoldingPeer;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestSidecar;
import dev.faultline.it.envoy.TestWorld;
import dev.faultline.policy.inbound.InletCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers' sidecars make of a pod whose sidecar sheds: there is a real one at each end. */
class EnvoyShedIT extends GivenSidecar {
    private static final int PORT = 18_080;
    private static final int CALLS = 40;
    private static final Duration WHILE = Duration.ofSeconds(3);

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir
    private Path files;

    private TestSidecar callee;

    @BeforeEach
    void givenTheOtherEnd() {
        callee = new TestSidecar(files);
    }

    @AfterEach
    void stop() {
        callee.close();
        callers.shutdownNow();
    }

    private InetSocketAddress received() {
        return callee.at("inbound:http");
    }

    /** Calls of one that has the full pod behind the Service, and others. */
    private InetSocketAddress among(String terms, TestWorld.Pod... others) {
        var pods = new ArrayList<>(List.of(others));
        pods.add(new TestWorld.Pod(received().getPort(), "zone-a"));
        sidecar.give(TestWorld.of(
                policy(on("inventory", PORT, terms)), service("inventory", PORT, pods.toArray(TestWorld.Pod[]::new))));
        return sidecar.at("inventory.shop:" + PORT);
    }

    private static TestApp.Reply ask(InetSocketAddress place) {
        try {
            return TestApp.call(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TestApp.Reply> refused(InetSocketAddress place) {
        var refused = new ArrayList<TestApp.Reply>();
        for (var call = 0; call < CALLS; call++) {
            var reply = ask(place);
            if (reply.status() != 200) {
                refused.add(reply);
            }
        }
        return refused;
    }

    /** Both of four might be left out. */
    @Test
    void aPodThatShedsIsAskedAgainWhileOneThatFailsIsLeftOut() throws Exception {
        try (var full = new HoldingPeer();
                var ill = TestPeer.answering(_ -> 503);
                var first = TestPeer.named("first");
                var second = TestPeer.named("second")) {
            callee.give(InletCase.of(full.port(), "port: http, protocol: HTTP, maxConcurrentRequests: 1"));
            try (var holder = new TestApp(received())) {
                callers.submit(() -> holder.ask("GET /hold"));
                eventually(() -> assertThat(full.held()).isEqualTo(1));
                var place = among(
                        "protocol: HTTP, circuitBreaker: {ejectionTime: 1h, failurePercent: 50}",
                        pod(ill),
                        pod(first),
                        pod(second));
                refused(place);

                throughout(
                        WHILE,
                        () -> assertThat(refused(place))
                                .isNotEmpty()
                                .allMatch(reply ->
                                        reply.status() == 503 && reply.head().contains("x-faultline-shed: true")));

                assertThat(ill.heads()).hasSizeLessThanOrEqualTo(5);
            }
        }
    }
}
