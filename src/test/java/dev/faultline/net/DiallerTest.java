package dev.faultline.net;

import static dev.faultline.net.Peer.grpc;
import static dev.faultline.net.Peer.http;
import static dev.faultline.net.Peer.tcp;
import static dev.faultline.net.Peer.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Standing;
import dev.faultline.probe.trust.Keyring;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a name to an address, and only to one that may be dialled. */
class DiallerTest {
    private static final Duration TIMEOUT = Duration.ofMillis(600);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);

    @AfterEach
    void close() {
        timer.shutdownNow();
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void aLookupThatHangsEndsInTime() {
        var prober = new NetProber(
                new Dialler(
                        (_, _) -> {
                            LockSupport.parkNanos(Long.MAX_VALUE);
                            return List.of();
                        },
                        _ -> new Standing.Outside(),
                        Allowance.NONE),
                Keyring.NONE,
                timer,
                loops);

        assertThat(words(prober.ask("shop", tcp(25), TIMEOUT))).isEqualTo("no address of the host within 600ms");
    }

    @Test
    void aNameThatIsUnknownIsAFault() {
        var prober = prober(
                (_, _) -> {
                    throw new UnknownHostException();
                },
                Allowance.NONE);

        assertThat(words(prober.ask("shop", tcp(25), TIMEOUT))).isEqualTo("the host has no address");
    }

    @Test
    void aServerWithinReachIsNotDialledWhereTheGuardIsAgainstIt() throws IOException {
        try (var server = TestServer.that(TestServer.Manner.Serves)) {
            var prober = prober((_, _) -> List.of(InetAddress.getLoopbackAddress()), Allowance.NONE);

            assertThat(List.of(http(server.port()), tcp(server.port()), grpc(server.port(), "")))
                    .allSatisfy(aim -> assertThat(words(prober.ask("shop", aim, TIMEOUT)))
                            .isEqualTo("untold: not dialled: 127.0.0.1 is a loopback address; an administrator may "
                                    + "allow it by setting probes.allow"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aNameThatChangesItsMindIsJudgedEachTime() throws IOException {
        try (var server = TestServer.that(TestServer.Manner.Serves)) {
            // What is allowed at first, then what is not, as a name server of somebody's own would answer.
            var answers = new ArrayDeque<>(List.of("127.0.0.2", "127.0.0.1"));
            var prober = prober(
                    (_, _) -> List.of(InetAddress.ofLiteral(answers.remove())), Allowance.of(List.of("127.0.0.2/32")));

            assertThat(words(prober.ask("shop", http(server.port()), TIMEOUT))).isEqualTo("good");
            assertThat(words(prober.ask("shop", http(server.port()), TIMEOUT))).startsWith("untold: not dialled");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private NetProber prober(Resolver resolver, Allowance allowance) {
        return new NetProber(new Dialler(resolver, _ -> new Standing.Outside(), allowance), Keyring.NONE, timer, loops);
    }
}
