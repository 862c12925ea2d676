package dev.faultline.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Standing;
import dev.faultline.probe.Aim;
import dev.faultline.probe.pod.PodProber;
import dev.faultline.probe.pod.PodRef;
import dev.faultline.probe.pod.PodSample;
import dev.faultline.probe.trust.Keyring;
import dev.faultline.probe.trust.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pods answer, told by servers on this host. */
class NetPodProberTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final String DOWN = "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"db\",\"status\":\"DOWN\"}]}";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 OK;Content-Length: 58;;BODY                              | good | {db=Down}",
                "200 OK;;BODY                                                 | good | {db=Down}",
                "200 OK;content-length:58;;BODYand more of it                 | good | {db=Down}",
                "503 Service Unavailable;Content-Length: 58;;BODY             | status 503, wanted is 200 to 299 | {db=Down}",
                "503 Service Unavailable;Transfer-Encoding: chunked;;3a;BODY;0;; | status 503, wanted is 200 to 299 | {db=Down}",
                "200 OK;transfer-encoding: Chunked;;1f;HALF1;001b;HALF2;0;;   | good | {db=Down}",
                "200 OK;Transfer-Encoding: chunked;;3aEXT;BODY;0;;            | good | {db=Down}",
                "200 OK;Transfer-Encoding: chunked;;zz;BODY;0;;               | good | {}",
                "200 OK;Transfer-Encoding: chunked;;3A;BODY                   | good | {db=Down}",
                "200 OK;Content-Length: 500;;BODY                             | good | {db=Down}",
                "200 OK;Content-Length: none;;BODY                            | good | {}",
                "204 No Content;;                                             | good | {}",
                "404 Not Found;;secret                                        | status 404, wanted is 200 to 299 | {}",
                "302 Found;Location: http://127.0.0.1/;;                      | status 302, a redirect, which is not followed | {}",
            })
    void theStatusDecidesAndTheBodyTellsOfEntries(String answer, String said, String entries) throws IOException {
        var words = "HTTP/1.1 "
                + answer.replace("BODY", DOWN)
                        .replace("HALF1", DOWN.substring(0, 31))
                        .replace("HALF2", DOWN.substring(31))
                        .replace(";", "\r\n")
                        .replace("EXT", ";x=y");

        try (var server = TestServer.saying(words)) {
            var sample = ask(server, LONG);

            assertThat(Peer.words(sample.answer())).isEqualTo(said);
            assertThat(sample.entries()).hasToString(entries);
        }
    }

    @Test
    void aBodyIsReadNoFurtherThan64KiB() throws IOException {
        try (var server =
                TestServer.saying("HTTP/1.1 200 OK\r\n\r\n" + DOWN.replace("}]", "}, " + " ".repeat(70_000)))) {
            var sample = ask(server, LONG);

            assertThat(Peer.words(sample.answer())).isEqualTo("good");
            assertThat(sample.entries()).isEmpty();
        }
    }

    @Test
    void aBodyThatDoesNotComeHoldsUpNothingForLongerThanTheTimeout() throws IOException {
        try (var server = TestServer.that(TestServer.Manner.NeverEndsBody)) {
            assertThat(Peer.words(ask(server, SHORT).answer())).isEqualTo("good");
        }
        try (var server = TestServer.that(TestServer.Manner.Hangs)) {
            assertThat(Peer.words(ask(server, SHORT).answer())).isEqualTo("no answer within 600ms");
        }
    }

    @Test
    void theQuestionNamesHostPathAndQuery() throws IOException {
        try (var server = TestServer.that(TestServer.Manner.AnswersInBytes)) {
            assertThat(Peer.words(ask(server, LONG).answer())).isEqualTo("good");
            assertThat(server.heard()).startsWith("GET /q/health?x=1 HTTP/1.1\r\nHost: peer.test:" + server.port());
        }
    }

    private PodSample ask(TestServer server, Duration timeout) {
        Resolver here = (_, _) -> List.of(InetAddress.getLoopbackAddress());
        var prober = new NetPodProber(
                new Dialler(here, _ -> new Standing.Inside(Set.of("shop")), Allowance.of(List.of("peer.test"))),
                Keyring.NONE,
                timer);
        return prober.ask(
                new PodProber.Question(
                        "shop",
                        new PodRef("uid", "web-a", "Deployment/web"),
                        new Aim.Address("peer.test", server.port()),
                        "/q/health?x=1",
                        new Tls.None()),
                timeout);
    }
}
