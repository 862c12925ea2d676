package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.pod;
import static dev.faultline.it.envoy.TestWorld.policy;
import static dev.faultline.it.envoy.TestWorld.service;
import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestWorld;
import dev.faultline.it.world.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a real sidecar leaves an endpoint out, and when it refuses calls. */
class EnvoyBreakerIT extends GivenSidecar {
    private static final int PORT = 18_080;

    private final TestPeer good = TestPeer.named("good");

    @AfterEach
    void stopThePeer() {
        good.close();
    }

    private InetSocketAddress among(String head, String terms, TestWorld.Pod... pods) {
        sidecar.give(TestWorld.of(
                policy(on("inventory", PORT, "protocol: HTTP" + terms)).replace("spec:\n", "spec:\n" + head),
                service("inventory", PORT, pods)));
        return sidecar.at("inventory.shop:" + PORT);
    }

    private static long failures(InetSocketAddress place, int calls) {
        var count = 0;
        for (var call = 0; call < calls; call++) {
            if (status(place) != 200) {
                count++;
            }
        }
        return count;
    }

    private static int status(InetSocketAddress place) {
        try {
            return TestApp.call(place).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void oneOfThreeThatFailsIsLeftOutAndStaysOut() throws IOException {
        try (var bad = TestPeer.answering(_ -> 503);
                var other = TestPeer.named("other")) {
            var place = among("", ", circuitBreaker: {ejectionTime: 1h}", pod(good), pod(bad), pod(other));

            assertThat(failures(place, 100)).isEqualTo(5);
            // The sidecar's own health check passes all the while, and must not bring it back.
            throughout(
                    Duration.ofSeconds(3), () -> assertThat(failures(place, 1)).isZero());
            assertThat(bad.heads()).hasSize(5);
        }
    }

    @Test
    void oneThatIsWellAgainComesBack() throws IOException {
        var isWell = new AtomicBoolean();
        try (var ill = TestPeer.answering(_ -> isWell.get() ? 200 : 500)) {
            var place = among("", ", circuitBreaker: {ejectionTime: 1s, consecutiveFailures: 2}", pod(good), pod(ill));
            // On a busy machine thirty calls may take longer than it is left out for: then it fails once more.
            var failed = failures(place, 30);
            assertThat(failed).isBetween(2L, 10L);

            isWell.set(true);

            eventually(() -> {
                status(place);
                assertThat(ill.heads()).hasSizeGreaterThan((int) failed);
            });
            assertThat(failures(place, 30)).isZero();
        }
    }

    @Test
    void availableRatherAsksADoubtfulEndpointThanNone() throws IOException {
        try (var first = TestPeer.answering(_ -> 503);
                var second = TestPeer.answering(_ -> 503)) {
            var place = among("", ", circuitBreaker: {ejectionTime: 1h}", pod(first), pod(second));
            failures(place, 30);
            var before = first.heads().size() + second.heads().size();

            assertThat(failures(place, 20)).isEqualTo(20);

            assertThat(first.heads().size() + second.heads().size()).isEqualTo(before + 20);
        }
    }

    @Test
    void noMoreAreLeftOutThanThePolicyAllows() throws IOException {
        try (var first = TestPeer.answering(_ -> 503);
                var second = TestPeer.answering(_ -> 503);
                var third = TestPeer.answering(_ -> 503)) {
            var place = among(
                    "", ", circuitBreaker: {maxEjectedPercent: 25}", pod(good), pod(first), pod(second), pod(third));

            failures(place, 60);

            // Half of four is the default.
            assertThat(sidecar.envoy().admin("/stats?filter=dep_inventory.outlier_detection.ejections_active"))
                    .contains("ejections_active: 1");
        }
    }

    @Test
    void consistentRatherAsksNoneAndSaysSoAtOnce() throws IOException {
        try (var first = TestPeer.answering(_ -> 503);
                var second = TestPeer.answering(_ -> 503)) {
            var place = among(
                    "  consistency: Consistent\n", ", circuitBreaker: {ejectionTime: 1h}", pod(first), pod(second));
            failures(place, 30);

            assertThat(failures(place, 20)).isEqualTo(20);

            assertThat(first.heads().size() + second.heads().size()).isEqualTo(10);
        }
    }

    @Test
    void aShareOfFailuresIsEnough() throws IOException {
        try (var bad = TestPeer.answering(number -> number % 2 == 0 ? 200 : 500)) {
            var place = among("", ", circuitBreaker: {failurePercent: 40, ejectionTime: 1h}", pod(good), pod(bad));

            eventually(() -> {
                var before = bad.heads().size();
                assertThat(failures(place, 40)).isZero();
                assertThat(bad.heads()).hasSize(before);
            });
        }
    }

    @Test
    void moreCallsAtOnceThanAllowedAreRefusedAtOnceAndTheServerSeesNoMore() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var mayAnswer = new CountDownLatch(1);
        try (var slow = TestPeer.answering(_ -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    try {
                        mayAnswer.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    now.decrementAndGet();
                    return 200;
                });
                var apps = Executors.newVirtualThreadPerTaskExecutor()) {
            var place = among("", ", circuitBreaker: {maxConcurrentRequests: 3, maxPendingRequests: 4}", pod(slow));
            var calls = IntStream.range(0, 12)
                    .mapToObj(_ -> apps.submit((Callable<Integer>) () -> status(place)))
                    .toList();

            // Three are served, four wait at most, and the others have their answer while the server has not answered
            // anybody.
            eventually(() ->
                    assertThat(calls.stream().filter(call -> call.isDone())).hasSizeGreaterThanOrEqualTo(5));
            eventually(() -> assertThat(now.get()).isEqualTo(3));
            mayAnswer.countDown();

            var answers = Stream.<Integer>builder();
            for (var call : calls) {
                answers.add(call.get());
            }
            assertThat(answers.build()).containsOnly(200, 503);
            assertThat(most.get()).isEqualTo(3);
        }
    }

    @Test
    void aTcpDependencyWithOneDeadEndpointOfTwoFailsNoConnection() throws IOException {
        try (var db = TestPeer.greeting("db")) {
            sidecar.give(TestWorld.of(
                    policy(on("db", PORT, "protocol: TCP, connectTimeout: 250ms, circuitBreaker: {ejectionTime: 1h}")),
                    service("db", PORT, pod(db), new TestWorld.Pod(ChildProcess.freePort(), "zone-a"))));
            var place = sidecar.at("db.shop:" + PORT);

            for (var connection = 0; connection < 30; connection++) {
                try (var app = new TestApp(place)) {
                    assertThat(app.line()).isEqualTo("db");
                }
            }
            assertThat(sidecar.envoy().admin("/stats?filter=tcp_db.outlier_detection.ejections_active"))
                    .contains("ejections_active: 1");
        }
    }

    @Test
    void moreTcpConnectionsThanAllowedAreClosed() throws IOException {
        try (var db = TestPeer.greeting("db")) {
            sidecar.give(TestWorld.of(
                    policy(on("db", PORT, "protocol: TCP, circuitBreaker: {maxConcurrentRequests: 2}")),
                    service("db", PORT, pod(db))));
            var place = sidecar.at("db.shop:" + PORT);

            try (var first = new TestApp(place);
                    var second = new TestApp(place);
                    var third = new TestApp(place)) {
                assertThat(first.line() + second.line()).isEqualTo("dbdb");
                assertThat(third.isCutWithin(Duration.ofSeconds(2))).isTrue();
                assertThat(first.echoes("still there")).isTrue();
            }
        }
    }
}
