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
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller hears in place of a dependency that fails, from a real sidecar. */
class EnvoyFallbackIT extends GivenSidecar {
    private static final int PORT = 18_070;
    private static final String BODY = "{\"items\":[]}";

    /** What can go wrong, and in which word of the policy. */
    private enum Failure {
        NoEndpoint("Open"),
        Refused("Open"),
        Slow("Timeout"),
        Fails("ServerError");

        private final String word;

        Failure(String word) {
            this.word = word;
        }

        private TestPeer peer() {
            return this == Slow
                    ? new TestPeer((self, _, input) -> {
                        while (!self.head(input).isEmpty()) {
                            // No answer.
                        }
                    })
                    : TestPeer.answering(_ -> 500);
        }

        private TestWorld.Pod[] pods(TestPeer peer) {
            return switch (this) {
                case NoEndpoint -> new TestWorld.Pod[0];
                case Refused -> new TestWorld.Pod[] {new TestWorld.Pod(ChildProcess.freePort(), "zone-a")};
                case Slow, Fails -> new TestWorld.Pod[] {pod(peer)};
            };
        }

        private int status() {
            return switch (this) {
                case NoEndpoint, Refused -> 503;
                case Slow -> 504;
                case Fails -> 500;
            };
        }
    }

    private TestApp.Reply call(Failure failure, String when) throws IOException {
        try (var peer = failure.peer()) {
            sidecar.give(TestWorld.of(
                    policy(on(
                            "reco",
                            PORT,
                            "protocol: HTTP, criticality: Soft, timeout: 300ms, connectTimeout: 200ms, fallback: {"
                                    + when + "status: 200, contentType: application/json, body: '" + BODY + "'}")),
                    service("reco", PORT, failure.pods(peer))));
            return TestApp.call(sidecar.at("reco.shop:" + PORT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFailureIsAnsweredForUnlessThePolicySaysOtherwise(Failure failure) throws IOException {
        var reply = call(failure, "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(BODY);
        assertThat(reply.head().toLowerCase(Locale.ROOT))
                .contains(
                        "content-type: application/json",
                        "x-faultline-fallback: " + failure.word.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsNamedAloneIsAnsweredFor(Failure failure) throws IOException {
        var reply = call(failure, "when: [" + failure.word + "], ");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsNotNamedIsPassedOn(Failure failure) throws IOException {
        var others = switch (failure) {
            case NoEndpoint, Refused -> "Timeout, ServerError";
            case Slow -> "Open, ServerError";
            case Fails -> "Open, Timeout";
        };

        var reply = call(failure, "when: [" + others + "], ");

        assertThat(reply.status()).isEqualTo(failure.status());
        assertThat(reply.body()).isNotEqualTo(BODY);
    }

    @Test
    void whatTheServerAnswersOtherwiseIsPassedOn() throws IOException {
        for (var status : new int[] {200, 404, 429}) {
            try (var peer = TestPeer.answering(_ -> status)) {
                sidecar.give(TestWorld.of(
                        policy(on(
                                "reco",
                                PORT,
                                "protocol: HTTP, criticality: Soft, fallback: {status: 200, body: instead}")),
                        service("reco", PORT, pod(peer))));

                var reply = TestApp.call(sidecar.at("reco.shop:" + PORT));

                assertThat(reply.status()).isEqualTo(status);
                assertThat(reply.body()).isEqualTo("1");
            }
        }
    }

    @Test
    void allTriesComeFirst() throws IOException {
        try (var peer = TestPeer.answering(_ -> 503)) {
            sidecar.give(TestWorld.of(
                    policy(on(
                            "reco",
                            PORT,
                            "protocol: HTTP, criticality: Soft, retries: {attempts: 2},"
                                    + " fallback: {status: 200, body: instead}")),
                    service("reco", PORT, pod(peer))));

            var reply = TestApp.call(sidecar.at("reco.shop:" + PORT));

            assertThat(reply.body()).isEqualTo("instead");
            assertThat(peer.heads()).hasSize(3);
        }
    }
}
