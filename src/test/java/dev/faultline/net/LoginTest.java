package dev.faultline.net;

import static dev.faultline.net.Peer.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Standing;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Aim.Address;
import dev.faultline.probe.Aim.Product;
import dev.faultline.probe.Answer;
import dev.faultline.probe.trust.Authority;
import dev.faultline.probe.trust.Kept;
import dev.faultline.probe.trust.Keyring;
import dev.faultline.probe.trust.Login;
import dev.faultline.probe.trust.Tls;
import dev.faultline.probe.trust.User;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a password goes and where it does not: all servers here are spoken to in clear, where everybody hears it. */
class LoginTest {
    private static final Duration PLENTY = Duration.ofSeconds(20);
    private static final String PASSWORD = "s3cret";
    private static final String NOT_IN_CLEAR = "untold: the password is not sent in clear; set tls for this check, ";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);

    @AfterEach
    void close() {
        timer.shutdownNow();
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private static final Keyring KEYRING = new Keyring() {
        @Override
        public Kept<String> fromSecret(String namespace, Authority.InSecret ref) {
            return NONE.fromSecret(namespace, ref);
        }

        @Override
        public Kept<String> fromConfigMap(String namespace, Authority.InConfigMap ref) {
            return NONE.fromConfigMap(namespace, ref);
        }

        @Override
        public Kept<User> user(String namespace, Login.InSecret ref) {
            return new Kept.Found<>(new User("probe", PASSWORD));
        }
    };

    @ParameterizedTest(name = "PostgreSQL in clear, {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "wants it as it is | R{00000008 00000003}          | " + NOT_IN_CLEAR
                        + "or let the server ask by scram-sha-256",
                "wants MD5         | R{0000000c 00000005 01020304} | " + NOT_IN_CLEAR
                        + "or let the server ask by scram-sha-256",
                "wants Kerberos    | R{00000008 00000007}          "
                        + "| untold: the server asks for a proof that checks cannot give; let it ask the user for a "
                        + "password by scram-sha-256",
                "has another SCRAM | R{00000013 0000000a}SCRAM-X{0000 0000}"
                        + "| untold: the server does not ask by scram-sha-256; let it do so for this user",
                "refuses at once   | E{00000018}SFATAL{00}C28000{00}Msecret{0000}"
                        + "| the server refuses the user name or the password; look at both in the Secret",
                "has no database   | R{00000008 00000000}E{00000018}SFATAL{00}C3D000{00}Msecret{0000}"
                        + "| the user may not connect to the database postgres, or there is none; grant CONNECT on it",
                "asks nobody       | R{00000008 00000000}Z{00000005}I/T{00000006 0000}D{0000000b 0001 00000001}1"
                        + "C{0000000d}SELECT 1{00}Z{00000005}I | good",
                "has no row        | R{00000008 00000000}Z{00000005}I/Z{00000005}I | no PostgreSQL is spoken there",
            })
    void postgresql(String how, String says, String said) throws IOException {
        assertThat(asked(Product.Postgres, says)).isEqualTo(said);
    }

    @ParameterizedTest(name = "SCRAM, the server {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "talks nonsense       | R{00000017 0000000b}secretsecrets00        "
                        + "| the server does not keep to the rules of SCRAM",
                "has another nonce    | R{0000001f 0000000b}r=other,s=QUJD,i=4096{3d3d3d}"
                        + "| the server does not keep to the rules of SCRAM",
                "says that is enough  | R{00000008 00000000}                       | no PostgreSQL is spoken there",
            })
    void scramIsKeptTo(String how, String says, String said) throws IOException {
        assertThat(asked(Product.Postgres, "R{00000017 0000000a}SCRAM-SHA-256{0000}/" + says))
                .isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"Redis", "Amqp"})
    void aServerThatKnowsNothingButThePasswordItselfIsNotEvenDialled(Product product) throws IOException {
        try (var server = ScriptServer.saying("+OK\\r\\n", true)) {
            assertThat(words(ask(product, server))).isEqualTo(NOT_IN_CLEAR + "or remove its credentials");
            assertThat(server.heard()).isEmpty();
        }
    }

    @ParameterizedTest(name = "Kafka in clear, {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "offers PLAIN only  | {00000011 00000001 0021 00000001 0005}PLAIN | " + NOT_IN_CLEAR
                        + "or let the broker offer SCRAM",
                "offers GSSAPI only | {00000012 00000001 0021 00000001 0006}GSSAPI"
                        + "| untold: the broker offers no way to log in that checks know; let it offer SCRAM or PLAIN",
                "changes its mind   | {00000019 00000001 0021 00000001 000d}SCRAM-SHA-256"
                        + "| the broker refuses the way to log in that it has just offered",
                "asks nobody        | {0000000a 00000001 0022 00000000}/{0000000c 00000002 00000001 00000001} | good",
                "knows no broker    | {0000000a 00000001 0022 00000000}/{0000000c 00000002 00000000 00000001}"
                        + "| the broker knows of no broker in service",
                "refuses            | {0000000a 00000001 0000 00000000}/{0000000c 00000002 003a ffff ffffffff}"
                        + "| the server refuses the user name or the password; look at both in the Secret",
                "has an error       | {0000000a 00000001 ffff 00000000}"
                        + "| the broker answers the wish to log in with an error",
                "counts wrongly     | {0000000a 00000001 0021 7fffffff} | no Kafka is spoken there",
            })
    void kafka(String how, String says, String said) throws IOException {
        assertThat(asked(Product.Kafka, says)).isEqualTo(said);
    }

    @Test
    void aSecretThatIsNotToBeHadIsTheOperatorsTrouble() throws IOException {
        try (var server = ScriptServer.saying("", true)) {
            var prober = prober(Keyring.NONE);

            assertThat(words(prober.ask("shop", aim(Product.Postgres, server), PLENTY)))
                    .isEqualTo("untold: not asked: the operator reads no Secrets for probes");
            assertThat(server.heard()).isEmpty();
        }
    }

    @Test
    void aPasswordIsNotInWhatIsWrittenOfItsUser() {
        assertThat(new User("probe", PASSWORD)).hasToString("User[probe]");
    }

    private String asked(Product product, String says) throws IOException {
        try (var server = ScriptServer.saying(says, false)) {
            var said = words(ask(product, server));

            assertThat(server.heard())
                    .allSatisfy(heard -> assertThat(new String(heard, StandardCharsets.ISO_8859_1))
                            .doesNotContain(PASSWORD));
            return said;
        }
    }

    private Answer ask(Product product, ScriptServer server) {
        return prober(KEYRING).ask("shop", aim(product, server), PLENTY);
    }

    private static Aim aim(Product product, ScriptServer server) {
        var address = new Address("peer.test", server.port());
        return new Aim.Server(product, address, new Tls.None(), new Login.InSecret("db"));
    }

    private NetProber prober(Keyring keyring) {
        Resolver resolver = (_, _) -> List.of(InetAddress.getLoopbackAddress());
        var allowing = Allowance.of(List.of("peer.test"));
        return new NetProber(new Dialler(resolver, _ -> new Standing.Outside(), allowing), keyring, timer, loops);
    }
}
