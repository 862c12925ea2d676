package dev.faultline.it.server;

import static dev.faultline.it.server.Asker.CLEAR;
import static dev.faultline.it.server.Asker.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ChildProcess;
import dev.faultline.probe.Aim.Product;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Redis: one port in clear and one with TLS, a password, and a user without rights. */
class RedisProbeIT {
    private static final int PORT = ChildProcess.freePort();
    private static final int TLS_PORT = ChildProcess.freePort();
    private static final int OTHER_PORT = ChildProcess.freePort();

    private static final Asker ASKER = new Asker(Product.Redis);
    private static final ServerHome HOME = new ServerHome("redis");
    private static RealServer server;

    @BeforeAll
    static void start() {
        HOME.certify("server", ASKER.authority().issue());
        server = server(PORT, TLS_PORT);
    }

    private static RealServer server(int port, int tlsPort) {
        var file = HOME.write("redis-" + port + ".conf", """
                bind 127.0.0.1
                port %d
                tls-port %d
                tls-cert-file %s
                tls-key-file %s
                tls-auth-clients no
                dir %s
                save ""
                user default on >s3cret ~* +@all
                user probe on >s3cret +ping
                user mute on >s3cret -@all
                """.formatted(
                        port, tlsPort, HOME.file("server.crt"), HOME.file("server.key"), HOME.file("")));
        var program = Programs.find("redis-server", "redis-server");
        return new RealServer(
                "redis-" + port,
                new ProcessBuilder(program.toString(), file.toString()),
                () -> ASKER.knock(port, CLEAR));
    }

    @AfterAll
    static void stop() {
        server.close();
        HOME.close();
        ASKER.close();
    }

    @Test
    void aServerThatAsksWhoThatIsAnswers() {
        assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("good");
        assertThat(ASKER.knock(TLS_PORT, OURS)).isEqualTo("good");
    }

    @Test
    void aUserIsAskedForByTlsOnly() {
        assertThat(ASKER.login(TLS_PORT, OURS, "probe")).isEqualTo("good");
        assertThat(ASKER.login(TLS_PORT, OURS, "wrong")).isEqualTo(Asker.REFUSED_LOGIN);
        assertThat(ASKER.login(TLS_PORT, OURS, "mute")).isEqualTo("the user may not send PING; give it +ping");
        assertThat(ASKER.login(PORT, CLEAR, "probe"))
                .isEqualTo("untold: the password is not sent in clear; set tls for this check, or remove its "
                        + "credentials");
    }

    @Test
    void aCertificateMustBeGood() {
        assertThat(ASKER.knock(TLS_PORT, Asker.OF_THE_SYSTEM)).isEqualTo(Asker.UNTRUSTED);
        assertThat(ASKER.knock(TLS_PORT, Asker.OF_ANOTHER_NAME)).isEqualTo(Asker.WRONG_NAME);
    }

    @Test
    void tlsAndClearAreNotMixedUp() {
        // It waits for the end of the line that the handshake seems to be to it.
        assertThat(ASKER.knockShortly(PORT, OURS)).isEqualTo("no TLS handshake within 500ms");
        assertThat(ASKER.knock(TLS_PORT, CLEAR)).isIn("connection reset", "connection closed without an answer");
    }

    @Test
    void aServerThatStandsStillIsLateAndHoldsUpNoOther() {
        try (var other = server(OTHER_PORT, ChildProcess.freePort())) {
            other.freeze();
            var late = CompletableFuture.supplyAsync(() -> ASKER.knock(OTHER_PORT, CLEAR));
            for (var count = 0; count < 20; count++) {
                assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("good");
            }
            assertThat(late).isNotDone();
            assertThat(ASKER.knockShortly(OTHER_PORT, CLEAR)).isEqualTo("no answer within 500ms");

            // It answers at last, and what waited for it has its answer in time.
            other.thaw();
            assertThat(late).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("good");
        }
    }

    @Test
    void aServerIsDownAndUpAgainAndItsCertificateHasExpired() {
        server.stop();
        assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("connection refused");
        assertThat(ASKER.login(TLS_PORT, OURS, "probe")).isEqualTo("connection refused");

        HOME.certify("server", ASKER.authority().issueExpired("localhost"));
        server.startAgain();
        assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("good");
        assertThat(ASKER.login(TLS_PORT, OURS, "probe")).isEqualTo(Asker.EXPIRED);

        server.stop();
        HOME.certify("server", ASKER.authority().issue());
        server.startAgain();
        assertThat(ASKER.login(TLS_PORT, OURS, "probe")).isEqualTo("good");
    }
}
