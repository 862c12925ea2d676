package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.pod;
import static dev.faultline.it.envoy.TestWorld.policy;
import static dev.faultline.it.envoy.TestWorld.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestWorld;
import dev.faultline.it.world.ChildProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls a real sidecar tries again: counted at the server. */
class EnvoyRetryIT extends GivenSidecar {
    private static final int CALLS = 20;

    /** Nothing is ever left out, so that each call meets the one that fails as often as the other. */
    private static final String NO_EJECTION = ", circuitBreaker: {consecutiveFailures: 1000}";

    private final TestPeer good = TestPeer.named("good");

    @AfterEach
    void stopThePeer() {
        good.close();
    }

    private InetSocketAddress between(TestWorld.Pod other, String terms) {
        sidecar.give(TestWorld.of(
                policy(on("inventory", good.port(), "protocol: HTTP, " + terms + NO_EJECTION)),
                service("inventory", good.port(), pod(good), other)));
        return sidecar.at("inventory.shop:" + good.port());
    }

    private static long answered(int status, String method, InetSocketAddress place, String... headers)
            throws IOException {
        var count = 0;
        for (var call = 0; call < CALLS; call++) {
            if (TestApp.call(method, place, headers).status() == status) {
                count++;
            }
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({"GET, x-none: 1", "OPTIONS, x-none: 1", "POST, Idempotency-Key: 7", "DELETE, idempotency-key: 8"})
    void whatMayActTwiceIsTriedAgain(String method, String header) throws IOException {
        try (var bad = TestPeer.answering(_ -> 503)) {
            var place = between(pod(bad), "retries: {attempts: 2}");

            assertThat(answered(200, method, place, header)).isEqualTo(CALLS);
            assertThat(bad.heads()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, x-none: 1", "PUT, x-none: 1", "POST, 'Idempotency-Key: '"})
    void whatMayNotIsSentOnce(String method, String header) throws IOException {
        try (var bad = TestPeer.answering(_ -> 503)) {
            var place = between(pod(bad), "retries: {attempts: 2}");

            var failed = answered(503, method, place, header);

            assertThat(failed).isPositive().isEqualTo(bad.heads().size());
            assertThat(good.heads().size() + bad.heads().size()).isEqualTo(CALLS);
        }
    }

    @Test
    void anAnswerThatSaysMoreThanTroubleOfTheMomentIsPassedOn() throws IOException {
        for (var status : new int[] {429, 500, 501}) {
            try (var bad = TestPeer.answering(_ -> status)) {
                var place = between(pod(bad), "retries: {attempts: 2}");

                assertThat(answered(status, "GET", place))
                        .isPositive()
                        .isEqualTo(bad.heads().size());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"retries: {attempts: 2}", "timeout: 5s"})
    void anEndpointThatRefusesConnectionsFailsNoCall(String terms) throws IOException {
        var place = between(new TestWorld.Pod(ChildProcess.freePort(), "zone-a"), terms);

        assertThat(answered(200, "GET", place)).isEqualTo(CALLS);
        assertThat(answered(200, "POST", place)).isEqualTo(CALLS);
    }

    @Test
    void aServerThatReadsAndClosesGetsAPostOnce() throws IOException {
        try (var bad = new TestPeer((self, _, input) -> self.head(input))) {
            var place = between(pod(bad), "retries: {attempts: 2}");

            assertThat(answered(200, "GET", place)).isEqualTo(CALLS);
            var before = bad.heads().size();
            var failed = answered(503, "POST", place);
            assertThat(failed).isPositive().isEqualTo(bad.heads().size() - before);
        }
    }

    @Test
    void aTryThatHangsEndsInTimeForAnother() throws IOException {
        try (var bad = new TestPeer((self, _, input) -> {
            while (!self.head(input).isEmpty()) {
                // No answer.
            }
        })) {
            var place = between(pod(bad), "timeout: 2s, connectTimeout: 100ms, retries: {perTryTimeout: 200ms}");

            assertThat(answered(200, "GET", place)).isEqualTo(CALLS);
            assertThat(bad.heads()).isNotEmpty();
        }
    }

    @Test
    void theTimeoutHoldsForAllTriesTogether() throws IOException {
        try (var bad = new TestPeer((self, _, input) -> {
            while (!self.head(input).isEmpty()) {
                // No answer.
            }
        })) {
            sidecar.give(TestWorld.of(
                    policy(on(
                            "inventory",
                            good.port(),
                            "protocol: HTTP, timeout: 700ms, connectTimeout: 100ms,"
                                    + " retries: {attempts: 5, perTryTimeout: 300ms}")),
                    service("inventory", good.port(), pod(bad))));
            var began = Instant.now();

            var reply = TestApp.call(sidecar.at("inventory.shop:" + good.port()));

            assertThat(reply.status()).isEqualTo(504);
            assertThat(Duration.between(began, Instant.now()))
                    .isBetween(Duration.ofMillis(650), Duration.ofMillis(1500));
            assertThat(bad.heads()).hasSizeBetween(2, 3);
        }
    }

    @Test
    void methodsAndKeyAreThoseOfThePolicy() throws IOException {
        try (var bad = TestPeer.answering(_ -> 503)) {
            var place = between(pod(bad), "retries: {methods: [PUT], idempotencyKeyHeader: X-Request-Key}");

            assertThat(answered(200, "PUT", place)).isEqualTo(CALLS);
            assertThat(answered(200, "POST", place, "x-request-key: 1")).isEqualTo(CALLS);
            assertThat(answered(503, "GET", place)).isPositive();
            assertThat(answered(503, "POST", place, "Idempotency-Key: 1")).isPositive();
        }
    }

    /** The waits are random: of 20 up to 100 ms, all are short in less than one run of a million. */
    @Test
    void betweenTriesItWaitsUpToTheLastBound() throws IOException {
        try (var bad = TestPeer.answering(_ -> 503)) {
            sidecar.give(TestWorld.of(
                    policy(on(
                            "inventory",
                            good.port(),
                            "protocol: HTTP, retries: {attempts: 5, backoff: {base: 100ms, max: 100ms}}"
                                    + NO_EJECTION)),
                    service("inventory", good.port(), pod(bad))));
            var place = sidecar.at("inventory.shop:" + good.port());
            var began = Instant.now();

            for (var call = 0; call < 4; call++) {
                TestApp.call(place);
            }

            assertThat(bad.heads()).hasSize(24);
            // With bounds that go on doubling it would be 6 s, give or take one.
            assertThat(Duration.between(began, Instant.now()))
                    .isBetween(Duration.ofMillis(300), Duration.ofMillis(3500));
        }
    }

    @Test
    void noneIsTriedAgainWithoutAttempts() throws IOException {
        try (var bad = TestPeer.answering(_ -> 503)) {
            var place = between(pod(bad), "retries: {attempts: 0}");

            assertThat(answered(503, "GET", place))
                    .isPositive()
                    .isEqualTo(bad.heads().size());
        }
    }

    @Test
    void retriesAreAShareOfTheCallsHoweverManyFail() throws Exception {
        try (var bad = TestPeer.answering(_ -> 503);
                var apps = Executors.newVirtualThreadPerTaskExecutor()) {
            sidecar.give(TestWorld.of(
                    policy(on(
                            "inventory",
                            good.port(),
                            "protocol: HTTP, retries: {attempts: 3, budgetPercent: 20, backoff: {base: 1ms, max: 5ms}}"
                                    + NO_EJECTION)),
                    service("inventory", good.port(), pod(bad))));
            var place = sidecar.at("inventory.shop:" + good.port());
            // Fewer in all than would leave the endpoint out.
            var each = 20;
            var calls = IntStream.range(0, 40)
                    .mapToObj(_ -> (Callable<Integer>) () -> {
                        try (var app = new TestApp(place)) {
                            for (var call = 0; call < each; call++) {
                                app.get();
                            }
                        }
                        return each;
                    })
                    .collect(Collectors.toList());

            var offered = 0;
            for (var app : apps.invokeAll(calls)) {
                offered += app.get();
            }

            assertThat(bad.heads()).hasSizeBetween(offered, offered * 5 / 4);
        }
    }
}
