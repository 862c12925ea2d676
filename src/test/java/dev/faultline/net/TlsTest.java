package dev.faultline.net;

import static dev.faultline.net.Peer.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.net.guard.Allowance;
import dev.faultline.net.guard.Standing;
import dev.faultline.probe.Aim;
import dev.faultline.probe.Aim.Address;
import dev.faultline.probe.Aim.Product;
import dev.faultline.probe.Answer;
import dev.faultline.probe.pod.PodProber;
import dev.faultline.probe.pod.PodRef;
import dev.faultline.probe.trust.Authority;
import dev.faultline.probe.trust.Kept;
import dev.faultline.probe.trust.Keyring;
import dev.faultline.probe.trust.Login;
import dev.faultline.probe.trust.Tls;
import dev.faultline.probe.trust.User;
import dev.faultline.xds.TestAuthority;
import dev.faultline.xds.TestAuthority.Issued;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates that are good and bad, and servers that speak no TLS. */
class TlsTest {
    private static final Duration TIMEOUT = Duration.ofMillis(600);
    private static final Duration PLENTY = Duration.ofSeconds(20);
    private static final String UNTRUSTED = "the certificate is not signed by a CA that is trusted; name its CA in "
            + "tls.caSecretRef or tls.caConfigMapRef";
    private static final String OF_ANOTHER_NAME =
            "the certificate is for another name; set tls.serverName to one that it has";

    private static final TestAuthority OURS = new TestAuthority();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);

    @AfterEach
    void close() {
        timer.shutdownNow();
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    /** A Secret {@code ours}, a ConfigMap {@code broken}, and nothing else. */
    private static final Keyring KEYRING = new Keyring() {
        @Override
        public Kept<String> fromSecret(String namespace, Authority.InSecret ref) {
            return namespace.equals("shop") && ref.name().equals("ours")
                    ? new Kept.Found<>(OURS.pem())
                    : new Kept.Missing<>("Secret " + ref.name() + " is not there");
        }

        @Override
        public Kept<String> fromConfigMap(String namespace, Authority.InConfigMap ref) {
            return new Kept.Found<>("-----BEGIN NOTHING-----");
        }

        @Override
        public Kept<User> user(String namespace, Login.InSecret ref) {
            return Keyring.NONE.user(namespace, ref);
        }
    };

    @Test
    void aServerThatProvesItsNameIsGood() throws IOException {
        assertThat(asked(OURS.issueFor("peer.test"), ours(""))).containsOnly("good");
    }

    @Test
    void theNameIsTheOneThatIsWanted() throws IOException {
        assertThat(asked(OURS.issueFor("db.example.com"), ours("db.example.com")))
                .containsOnly("good");
    }

    @Test
    void aServerOfAnotherAuthorityIsNot() throws IOException {
        assertThat(asked(new TestAuthority().issueFor("peer.test"), ours(""))).containsOnly(UNTRUSTED);
    }

    @Test
    void theSystemDoesNotTrustOurAuthority() throws IOException {
        assertThat(asked(OURS.issueFor("peer.test"), new Tls.Verified(new Authority.System(), "")))
                .containsOnly(UNTRUSTED);
    }

    @Test
    void aServerWithAnotherNameIsNot() throws IOException {
        assertThat(asked(OURS.issueFor("db.example.com"), ours(""))).containsOnly(OF_ANOTHER_NAME);
    }

    @Test
    void aCertificateWhoseTimeIsOverIsNot() throws IOException {
        assertThat(asked(OURS.issueExpired("peer.test"), ours(""))).containsOnly("the certificate has expired");
    }

    @ParameterizedTest(name = "a server that {0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "speaks no TLS | HTTP says 400           | no TLS is spoken there",
                "alerts        | {15 03 03 00 02 02 28}  | the server breaks off the TLS handshake",
                "is too old    | {15 03 01 00 02 02 46}  | the server speaks TLS older than 1.2",
                "wants a name  | {15 03 03 00 02 02 70}"
                        + "| the server has no certificate for that name; set tls.serverName to one that it has",
                "wants ours    | {15 03 03 00 02 02 74}"
                        + "| the server wants a certificate of the client, which checks have not",
            })
    void aHandshakeThatFailsIsTold(String how, String says, String said) throws IOException {
        try (var server = ScriptServer.saying(says, false)) {
            assertThat(words(tcp(server.port(), PLENTY))).isEqualTo(said);
        }
    }

    @Test
    void aServerThatHangsUpSaysNothingInTls() throws IOException {
        try (var server = ScriptServer.saying("", false)) {
            assertThat(words(tcp(server.port(), PLENTY)))
                    .isEqualTo("the server hangs up in the TLS handshake, as one does that speaks no TLS");
        }
    }

    @Test
    void aServerThatHangsInTheHandshakeIsLate() throws IOException {
        try (var server = ScriptServer.saying("", true)) {
            assertThat(words(tcp(server.port(), TIMEOUT))).isEqualTo("no TLS handshake within 600ms");
        }
    }

    @Test
    void aServerThatWantsACertificateGetsNone() throws IOException {
        var socket = (SSLServerSocket)
                context(OURS.issueFor("peer.test")).getServerSocketFactory().createServerSocket(0, 50, here());
        socket.setNeedClientAuth(true);
        try (var server = new ScriptServer(socket, pong())) {
            var aim = new Aim.Server(
                    Product.Redis, new Address("peer.test", server.port()), ours(""), new Login.Nobody());

            assertThat(words(prober().ask("shop", aim, PLENTY)))
                    .isIn(
                            "the server wants a certificate of the client, which checks have not",
                            "connection broken right after the TLS handshake, as by a server that wants a certificate "
                                    + "of the client");
        }
    }

    @ParameterizedTest(name = "PostgreSQL, wished for TLS, says {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "N                      | the server does not speak TLS; remove tls, or set it up there",
                "E{00000010}SFATAL{00}  | the server answers the wish for TLS with an error",
                "S                      | the server hangs up in the TLS handshake, as one does that speaks no TLS",
                "HTTP                   | no PostgreSQL is spoken there",
                "SR{00000008 00000000}  | no TLS is spoken there",
            })
    void postgresqlIsWishedForTls(String says, String said) throws IOException {
        try (var server = ScriptServer.saying(says, false)) {
            var aim = new Aim.Server(
                    Product.Postgres, new Address("peer.test", server.port()), ours(""), new Login.Nobody());

            assertThat(words(prober().ask("shop", aim, PLENTY))).isEqualTo(said);
            assertThat(server.heard().getFirst()).containsExactly(0, 0, 0, 8, 4, 210, 22, 47);
        }
    }

    @Test
    void anAuthorityThatIsNotToBeHadIsTheOperatorsTrouble() throws IOException {
        try (var server = ScriptServer.saying("", true)) {
            var address = new Address("peer.test", server.port());
            var gone = new Tls.Verified(new Authority.InSecret("gone"), "");
            var broken = new Tls.Verified(new Authority.InConfigMap("broken"), "");

            assertThat(words(prober().ask("shop", new Aim.Tcp(address, gone), PLENTY)))
                    .isEqualTo("untold: not asked: Secret gone is not there");
            assertThat(words(prober().ask("shop", new Aim.Tcp(address, broken), PLENTY)))
                    .isEqualTo("untold: not asked: ca.crt of ConfigMap broken holds no certificate; write the CA there "
                            + "in PEM");
        }
    }

    /** By every kind of check that begins with TLS. */
    private List<String> asked(Issued issued, Tls tls) throws IOException {
        try (var redis = secured(issued, "+PONG\\r\\n");
                var web = secured(issued, "HTTP{2f}1.1 200 OK\\r\\n\\r\\n");
                var health = new TestHealthServer(issued)) {
            var address = new Address("peer.test", redis.port());
            var url = "https://peer.test:" + web.port() + "/";
            var answers = Stream.of(
                            new Aim.Tcp(address, tls),
                            new Aim.Server(Product.Redis, address, tls, new Login.Nobody()),
                            new Aim.Http(url, Set.of(), tls),
                            new Aim.Grpc(new Address("peer.test", health.port()), "up", tls))
                    .map(aim -> words(prober().ask("shop", aim, PLENTY)));
            return Stream.concat(answers, Stream.of(askedOfPod(web.port(), tls)))
                    .toList();
        }
    }

    private String askedOfPod(int port, Tls tls) {
        var question = new PodProber.Question(
                "shop", new PodRef("uid", "web-a", "Deployment/web"), new Address("peer.test", port), "/", tls);
        return words(new NetPodProber(dialler(), KEYRING, timer)
                .ask(question, PLENTY)
                .answer());
    }

    private static ScriptServer secured(Issued issued, String says) throws IOException {
        var socket = context(issued).getServerSocketFactory().createServerSocket(0, 50, here());
        return new ScriptServer(socket, new ScriptServer.Script(List.of(ScriptServer.bytes(says)), true));
    }

    private Answer tcp(int port, Duration timeout) {
        return prober().ask("shop", new Aim.Tcp(new Address("peer.test", port), ours("")), timeout);
    }

    private static Tls ours(String name) {
        return new Tls.Verified(new Authority.InSecret("ours"), name);
    }

    private static ScriptServer.Script pong() {
        return new ScriptServer.Script(List.of(ScriptServer.bytes("+PONG\\r\\n")), true);
    }

    private static InetAddress here() {
        return InetAddress.getLoopbackAddress();
    }

    private static SSLContext context(Issued issued) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server", issued.key(), new char[0], issued.chain().toArray(X509Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private NetProber prober() {
        return new NetProber(dialler(), KEYRING, timer, loops);
    }

    private static Dialler dialler() {
        Resolver resolver = (_, _) -> List.of(here());
        return new Dialler(resolver, _ -> new Standing.Outside(), Allowance.of(List.of("peer.test")));
    }
}
