package dev.faultline.it.server;

import static dev.faultline.it.server.Asker.CLEAR;
import static dev.faultline.it.server.Asker.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ChildProcess;
import dev.faultline.probe.Aim.Product;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A real RabbitMQ, with a port in clear and one with TLS. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AmqpProbeIT {
    private static final int PORT = ChildProcess.freePort();
    private static final int TLS_PORT = ChildProcess.freePort();
    private static final int STOP_SECONDS = 10;

    private static final Asker ASKER = new Asker(Product.Amqp);
    private static final ServerHome HOME = new ServerHome("rabbitmq");
    private static ChildProcess names;
    private static RealServer server;

    @BeforeAll
    static void start() throws IOException {
        var namesPort = String.valueOf(ChildProcess.freePort());
        HOME.certify("server", ASKER.authority().issue());
        HOME.write("enabled_plugins", "[].");
        HOME.write("rabbitmq.conf", """
                listeners.tcp.1 = 127.0.0.1:%d
                listeners.ssl.1 = 127.0.0.1:%d
                ssl_options.cacertfile = %s
                ssl_options.certfile = %s
                ssl_options.keyfile = %s
                ssl_options.verify = verify_none
                default_user = probe
                default_pass = s3cret
                """.formatted(
                        PORT, TLS_PORT, HOME.file("server.crt"), HOME.file("server.crt"), HOME.file("server.key")));
        // Where nodes of Erlang find each other: one of our own, so that it ends with the test.
        var epmd = new ProcessBuilder(
                Programs.find("epmd", "rabbitmq-server").toString(), "-port", namesPort, "-address", "127.0.0.1");
        names = ChildProcess.start(
                epmd, new ChildProcess.Terms("epmd", ChildProcess.LOGS.resolve("epmd.log"), STOP_SECONDS));
        server = new RealServer("rabbitmq", builder(namesPort), () -> ASKER.knock(PORT, CLEAR));
    }

    private static ProcessBuilder builder(String namesPort) {
        var builder = new ProcessBuilder(Programs.find("rabbitmq-server", "rabbitmq-server", "/usr/lib/rabbitmq/bin")
                .toString());
        var environment = builder.environment();
        environment.put("HOME", HOME.folder("home").toString());
        environment.put("ERL_EPMD_PORT", namesPort);
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", "faultline-" + PORT + "@localhost");
        environment.put("RABBITMQ_DIST_PORT", String.valueOf(ChildProcess.freePort()));
        environment.put("RABBITMQ_MNESIA_BASE", HOME.folder("data").toString());
        environment.put("RABBITMQ_LOG_BASE", HOME.folder("log").toString());
        environment.put("RABBITMQ_LOGS", "-");
        environment.put("RABBITMQ_CONFIG_FILE", HOME.file("rabbitmq.conf").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", HOME.file("enabled_plugins").toString());
        // The script becomes the server, instead of watching over it, so that signals reach the server.
        environment.put("RABBITMQ_ALLOW_INPUT", "1");
        environment.put("RABBITMQ_SERVER_START_ARGS", "-noinput");
        return builder;
    }

    @AfterAll
    static void stop() {
        server.close();
        names.close();
        HOME.close();
        ASKER.close();
    }

    @Test
    void aServerThatAsksWhoThatIsAnswers() {
        assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("good");
        assertThat(ASKER.knock(TLS_PORT, OURS)).isEqualTo("good");
    }

    @Test
    void aUserOpensAConnectionByTlsOnly() {
        assertThat(ASKER.login(TLS_PORT, OURS, "probe")).isEqualTo("good");
        assertThat(ASKER.login(TLS_PORT, OURS, "wrong")).isEqualTo(Asker.REFUSED_LOGIN);
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
        assertThat(ASKER.knock(TLS_PORT, CLEAR))
                .isIn("the server speaks TLS; set tls for this check", "connection closed without an answer");
    }

    @Test
    void aServerThatStandsStillIsLate() {
        server.freeze();
        assertThat(ASKER.knockShortly(PORT, CLEAR)).isEqualTo("no answer within 500ms");
        server.thaw();
        assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("good");
    }

    /** The last, for it is not started a third time with a good one. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aServerIsDownAndUpAgainAndItsCertificateHasExpired() {
        server.stop();
        assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("connection refused");

        HOME.certify("server", ASKER.authority().issueExpired("localhost"));
        server.startAgain();
        assertThat(ASKER.knock(PORT, CLEAR)).isEqualTo("good");
        assertThat(ASKER.login(TLS_PORT, OURS, "probe")).isEqualTo(Asker.EXPIRED);
    }
}
