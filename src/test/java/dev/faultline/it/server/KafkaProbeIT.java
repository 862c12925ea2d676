package dev.faultline.it.server;

import static dev.faultline.it.server.Asker.CLEAR;
import static dev.faultline.it.server.Asker.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ChildProcess;
import dev.faultline.it.world.Setting;
import dev.faultline.probe.Aim.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Kafka broker, with a listener for each way to come in. */
class KafkaProbeIT {
    /** A listener, by the protocol that it speaks. */
    private enum Listener {
        OPEN("PLAINTEXT"),
        SECURED("SSL"),
        EXPIRED("SSL"),
        SCRAM("SASL_PLAINTEXT"),
        OLD_SCRAM("SASL_PLAINTEXT"),
        CLEAR_PLAIN("SASL_PLAINTEXT"),
        PLAIN("SASL_SSL"),
        OTHER("SASL_PLAINTEXT"),
        CONTROL("PLAINTEXT");

        private final String protocol;
        private final int port = ChildProcess.freePort();

        Listener(String protocol) {
            this.protocol = protocol;
        }
    }

    private static final Asker ASKER = new Asker(Product.Kafka);
    private static final ServerHome HOME = new ServerHome("kafka");
    private static RealServer server;

    @BeforeAll
    static void start() {
        HOME.certify("server", ASKER.authority().issue());
        HOME.certify("expired", ASKER.authority().issueExpired("localhost"));
        HOME.write("server.properties", properties());
        var file = HOME.file("server.properties").toString();
        var format = java(
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                "AAAAAAAAAAAAAAAAAAAAAQ",
                "--config",
                file,
                "--add-scram",
                "SCRAM-SHA-512=[name=probe,password=s3cret]",
                "--add-scram",
                "SCRAM-SHA-256=[name=probe,password=s3cret]");
        Programs.run(new ProcessBuilder(format));
        server = new RealServer(
                "kafka", new ProcessBuilder(java("kafka.Kafka", file)), () -> ASKER.knock(Listener.OPEN.port, CLEAR));
    }

    private static List<String> java(String main, String... arguments) {
        var words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                Setting.KAFKA.path() + "/*",
                main));
        words.addAll(List.of(arguments));
        return words;
    }

    private static String properties() {
        var plain = "org.apache.kafka.common.security.plain.PlainLoginModule required user_probe=\"s3cret\";";
        var scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%d
                controller.listener.names=CONTROL
                inter.broker.listener.name=OPEN
                listeners=%s
                advertised.listeners=%s
                listener.security.protocol.map=%s
                log.dirs=%s
                offsets.topic.replication.factor=1
                ssl.keystore.type=PEM
                ssl.keystore.location=%s
                listener.name.expired.ssl.keystore.type=PEM
                listener.name.expired.ssl.keystore.location=%s
                listener.name.scram.sasl.enabled.mechanisms=SCRAM-SHA-512
                listener.name.scram.scram-sha-512.sasl.jaas.config=%s
                listener.name.old_scram.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256
                listener.name.old_scram.scram-sha-256.sasl.jaas.config=%s
                listener.name.old_scram.plain.sasl.jaas.config=%s
                listener.name.clear_plain.sasl.enabled.mechanisms=PLAIN
                listener.name.clear_plain.plain.sasl.jaas.config=%s
                listener.name.plain.sasl.enabled.mechanisms=PLAIN
                listener.name.plain.plain.sasl.jaas.config=%s
                listener.name.other.sasl.enabled.mechanisms=OAUTHBEARER
                listener.name.other.oauthbearer.sasl.jaas.config=%s
                """.formatted(
                        Listener.CONTROL.port,
                        listeners(_ -> true),
                        listeners(listener -> listener != Listener.CONTROL),
                        Stream.of(Listener.values())
                                .map(listener -> listener + ":" + listener.protocol)
                                .collect(Collectors.joining(",")),
                        HOME.file("data"),
                        HOME.file("server.pem"),
                        HOME.file("expired.pem"),
                        scram,
                        scram,
                        plain,
                        plain,
                        plain,
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
                                + "unsecuredLoginStringClaim_sub=\"probe\";");
    }

    private static String listeners(Predicate<Listener> wanted) {
        return Stream.of(Listener.values())
                .filter(wanted)
                .map(listener -> listener + "://127.0.0.1:" + listener.port)
                .collect(Collectors.joining(","));
    }

    @AfterAll
    static void stop() {
        server.close();
        HOME.close();
        ASKER.close();
    }

    @Test
    void aBrokerTellsItsVersionsToAnybody() {
        assertThat(ASKER.knock(Listener.OPEN.port, CLEAR)).isEqualTo("good");
        assertThat(ASKER.knock(Listener.SCRAM.port, CLEAR)).isEqualTo("good");
        assertThat(ASKER.knock(Listener.SECURED.port, OURS)).isEqualTo("good");
        assertThat(ASKER.knock(Listener.PLAIN.port, OURS)).isEqualTo("good");
    }

    @Test
    void aUserLogsInByScramAlsoInClear() {
        assertThat(ASKER.login(Listener.SCRAM.port, CLEAR, "probe")).isEqualTo("good");
        assertThat(ASKER.login(Listener.OLD_SCRAM.port, CLEAR, "probe")).isEqualTo("good");
        assertThat(ASKER.login(Listener.OPEN.port, CLEAR, "probe")).isEqualTo("good");
    }

    @Test
    void aPasswordIsSentByTlsOnly() {
        assertThat(ASKER.login(Listener.PLAIN.port, OURS, "probe")).isEqualTo("good");
        assertThat(ASKER.login(Listener.CLEAR_PLAIN.port, CLEAR, "probe"))
                .isEqualTo("untold: the password is not sent in clear; set tls for this check, or let the broker offer "
                        + "SCRAM");
    }

    @Test
    void aUserThatIsNotWelcomeIsTold() {
        assertThat(ASKER.login(Listener.SCRAM.port, CLEAR, "wrong")).isEqualTo(Asker.REFUSED_LOGIN);
        assertThat(ASKER.login(Listener.SCRAM.port, CLEAR, "absent")).isEqualTo(Asker.REFUSED_LOGIN);
        assertThat(ASKER.login(Listener.PLAIN.port, OURS, "wrong")).isEqualTo(Asker.REFUSED_LOGIN);
        assertThat(ASKER.login(Listener.OTHER.port, CLEAR, "probe"))
                .isEqualTo("untold: the broker offers no way to log in that checks know; let it offer SCRAM or PLAIN");
    }

    @Test
    void aCertificateMustBeGood() {
        assertThat(ASKER.knock(Listener.SECURED.port, Asker.OF_THE_SYSTEM)).isEqualTo(Asker.UNTRUSTED);
        assertThat(ASKER.knock(Listener.SECURED.port, Asker.OF_ANOTHER_NAME)).isEqualTo(Asker.WRONG_NAME);
        assertThat(ASKER.knock(Listener.EXPIRED.port, OURS)).isEqualTo(Asker.EXPIRED);
    }

    @Test
    void tlsAndClearAreNotMixedUp() {
        assertThat(ASKER.knock(Listener.OPEN.port, OURS))
                .isEqualTo("the server hangs up in the TLS handshake, as one does that speaks no TLS");
        assertThat(ASKER.knock(Listener.SECURED.port, CLEAR))
                .isIn("the server speaks TLS; set tls for this check", "connection closed without an answer");
    }

    @Test
    void aBrokerThatStandsStillIsLate() {
        server.freeze();
        assertThat(ASKER.knockShortly(Listener.OPEN.port, CLEAR)).isEqualTo("no answer within 500ms");
        server.thaw();
        assertThat(ASKER.knock(Listener.OPEN.port, CLEAR)).isEqualTo("good");
    }

    @Test
    void aBrokerIsDownAndUpAgain() {
        server.stop();
        assertThat(ASKER.knock(Listener.OPEN.port, CLEAR)).isEqualTo("connection refused");
        assertThat(ASKER.login(Listener.SCRAM.port, CLEAR, "probe")).isEqualTo("connection refused");

        server.startAgain();
        assertThat(ASKER.login(Listener.SCRAM.port, CLEAR, "probe")).isEqualTo("good");
    }
}
