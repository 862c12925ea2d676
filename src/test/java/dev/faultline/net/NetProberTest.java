package dev.faultline.net;

import static dev.faultline.net.Peer.grpc;
import static dev.faultline.net.Peer.http;
import static dev.faultline.net.Peer.tcp;
import static dev.faultline.net.Peer.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Standing;
import dev.faultline.probe.Aim;
import dev.faultline.probe.trust.Keyring;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks against real servers on this host, each with a fault of its own. */
class NetProberTest {
    private static final Duration TIMEOUT = Duration.ofMillis(600);

    /** A busy machine may be late; one that waits for the other side would never come back. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);

    @AfterEach
    void close() {
        timer.shutdownNow();
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @ParameterizedTest(name = "by HTTP, a server that {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Serves         | good",
                "ServesInterim  | good",
                "AnswersInBytes | good",
                "NeverEndsBody  | good",
                "Fails          | status 503, wanted is 200 to 299",
                "Redirects      | status 302, a redirect, which is not followed; write the URL it leads to",
                "Hangs          | no answer within 600ms",
                "Drips          | no answer within 600ms",
                "HangsUp        | connection closed without an answer",
                "HangsUpInHead  | connection closed in the answer",
                "SpeaksSmtp     | the answer is not HTTP/1.1",
                "SaysNonsense   | the answer is not HTTP/1.1",
                "IsEndless      | the head of the answer is longer than 64 KiB",
            })
    void anHttpServerIsAsked(TestServer.Manner manner, String said) throws IOException {
        try (var server = TestServer.that(manner)) {
            var answer = prober(allowing()).ask("shop", http(server.port()), TIMEOUT);

            assertThat(words(answer)).isEqualTo(said);
        }
    }

    @Test
    void onlyWantedStatusCodesAreGood() throws IOException {
        try (var server = TestServer.that(TestServer.Manner.Fails)) {
            var url = "http://peer.test:" + server.port() + "/health";

            assertThat(words(prober(allowing()).ask("shop", new Aim.Http(url, Set.of(503, 404)), TIMEOUT)))
                    .isEqualTo("good");
            assertThat(words(prober(allowing()).ask("shop", new Aim.Http(url, Set.of(404, 200)), TIMEOUT)))
                    .isEqualTo("status 503, wanted is 200, 404");
        }
    }

    @Test
    void theQuestionNamesHostPathAndQuery() throws IOException {
        try (var server = TestServer.that(TestServer.Manner.Serves)) {
            prober(allowing())
                    .ask("shop", new Aim.Http("http://peer.test:" + server.port() + "/a/b?c=d", Set.of()), TIMEOUT);

            assertThat(server.heard())
                    .startsWith("GET /a/b?c=d HTTP/1.1\r\nHost: peer.test:" + server.port() + "\r\n")
                    .endsWith("Connection: close\r\n\r\n");
        }
    }

    @ParameterizedTest(name = "by TCP, a server that {0}: good")
    @CsvSource({"Serves", "Hangs", "HangsUp", "SpeaksSmtp"})
    void aPortThatAcceptsIsGood(TestServer.Manner manner) throws IOException {
        try (var server = TestServer.that(manner)) {
            var answer = prober(allowing()).ask("shop", tcp(server.port()), TIMEOUT);

            assertThat(words(answer)).isEqualTo("good");
        }
    }

    @ParameterizedTest(name = "by gRPC, a server that {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Hangs      | no answer within 600ms",
                "Drips      | the call ends with INTERNAL, as it does where no gRPC is spoken",
                "HangsUp    | no gRPC is spoken there, or the connection broke",
                "SpeaksSmtp | the call ends with INTERNAL, as it does where no gRPC is spoken",
                "Serves     | the call ends with INTERNAL, as it does where no gRPC is spoken",
            })
    void aServerWithoutGrpcIsFound(TestServer.Manner manner, String said) throws IOException {
        try (var server = TestServer.that(manner)) {
            var answer = prober(allowing()).ask("shop", grpc(server.port(), ""), TIMEOUT);

            assertThat(words(answer)).isEqualTo(said);
        }
    }

    @ParameterizedTest(name = "by gRPC, service {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "up       | good",
                "down     | the server answers NOT_SERVING",
                "unclear  | the server answers UNKNOWN",
                "absent   | the server does not know the service",
                "broken   | the call ends with INTERNAL, as it does where no gRPC is spoken",
                "hanging  | no answer within 5s",
                "enormous | the call ends with RESOURCE_EXHAUSTED",
            })
    void theHealthServiceIsAsked(String service, String said) throws IOException {
        try (var server = new TestHealthServer()) {
            var answer = prober(allowing()).ask("shop", grpc(server.port(), service), Duration.ofSeconds(5));

            assertThat(words(answer)).isEqualTo(said);
        }
    }

    @Test
    void aServerThatIsNotThereRefuses() throws IOException {
        int port;
        try (var server = TestServer.that(TestServer.Manner.Serves)) {
            port = server.port();
        }
        var prober = prober(allowing());

        assertThat(List.of(http(port), tcp(port), grpc(port, "")))
                .allSatisfy(aim ->
                        assertThat(words(prober.ask("shop", aim, TIMEOUT))).isEqualTo("connection refused"));
    }

    @Test
    void aBacklogThatIsFullLeavesNoConnectionWithin() throws IOException {
        try (var server = TestServer.withFullBacklog()) {
            var answer = prober(allowing()).ask("shop", tcp(server.port()), TIMEOUT);

            assertThat(words(answer)).isEqualTo("no connection within 600ms");
        }
    }

    @Test
    void noServerHoldsUpACheckForLongerThanItsTimeout() throws IOException {
        for (var manner : List.of(TestServer.Manner.Hangs, TestServer.Manner.Drips, TestServer.Manner.IsEndless)) {
            try (var server = TestServer.that(manner)) {
                var begin = System.nanoTime();
                prober(allowing()).ask("shop", http(server.port()), TIMEOUT);

                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
            }
        }
    }

    private NetProber prober(Allowance allowance) {
        Resolver here = (_, _) -> List.of(InetAddress.getLoopbackAddress());
        return new NetProber(new Dialler(here, _ -> new Standing.Outside(), allowance), Keyring.NONE, timer, loops);
    }

    private static Allowance allowing() {
        return Allowance.of(List.of("peer.test"));
    }
}
