package dev.faultline.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.faultline.Loopbacks;
import dev.faultline.cluster.certificates.Authority;
import dev.faultline.cluster.certificates.Keyring;
import dev.faultline.cluster.certificates.ServerNames;
import dev.faultline.telemetry.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Over real sockets, with real certificates. */
class WebhookServerTest {
    private static final ServerNames NAMES = new ServerNames(Set.of("127.0.0.1", "::1"));
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] REVIEW = AdmissionReviews.creationOf(AdmissionReviews.POD);

    private final Authority authority = Authority.make("test", Instant.now());
    private final Vertx vertx = Vertx.vertx();
    private PodMutator mutator = AdmissionReviews::patching;
    private WebhookServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws GeneralSecurityException, IOException {
        var admission = new PodAdmission(
                (pod, namespace) -> mutator.of(pod, namespace), new Metrics(new SimpleMeterRegistry()));
        server = new WebhookServer(vertx, WebhookServer.Place.everywhere(0), admission);
        server.show(keyring());
        await().until(server::isListening);
        client = client(authority.certificate());
    }

    @AfterEach
    void stop() {
        server.close(Duration.ofMillis(100), Duration.ofSeconds(2));
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static Stream<String> loopbacks() {
        return Loopbacks.all();
    }

    @ParameterizedTest
    @MethodSource("loopbacks")
    void aReviewIsAnsweredWhicheverWayItComes(String address) throws Exception {
        var answer = send(post(Loopbacks.bracketed(address), BodyPublishers.ofByteArray(REVIEW)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(AdmissionReviews.response(answer.body()).has("patch")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /mutate,  application/json, 405",
        "PUT,  /mutate,  application/json, 405",
        "POST, /,        application/json, 404",
        "POST, /mutate/, application/json, 404",
        "POST, /mutate,  text/plain,       415",
        "POST, /mutate,  application/json, 400",
    })
    void whatIsNoReviewIsRefused(String method, String path, String type, int status) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .header("content-type", type)
                .method(method, BodyPublishers.ofString("hello"))
                .build();

        assertThat(send(request).statusCode()).isEqualTo(status);
        assertThat(send(post(BodyPublishers.ofByteArray(REVIEW))).statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyThatSaysItIsTooLongIsRefusedUnread() throws Exception {
        assertThat(statusOfHead("content-length: 8388609\r\n")).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    }

    @Test
    void aBodyThatTurnsOutTooLongIsRefused() throws Exception {
        var chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (var socket = socket()) {
            socket.getOutputStream()
                    .write(head("transfer-encoding: chunked\r\n").getBytes(US_ASCII));
            var writing = CompletableFuture.runAsync(() -> {
                try {
                    for (var sent = 0; sent < 1000; sent++) {
                        socket.getOutputStream().write(chunk.getBytes(US_ASCII));
                    }
                } catch (IOException e) {
                    // As it should be: nobody listens any more.
                }
            });

            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
            writing.join();
        }
    }

    @Test
    void aPodOfMegabytesIsAnswered() throws Exception {
        var pod = AdmissionReviews.POD.replace("\"web\"", "\"" + "x".repeat(3 << 20) + "\"");

        var answer = send(post(BodyPublishers.ofByteArray(AdmissionReviews.creationOf(pod))));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void plainHttpAndOldTlsAreNotSpoken() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(head("").getBytes(US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .doesNotContain("HTTP/1.1");
        }
        try (var socket = socket()) {
            assertThat(socket.getSession().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
        }
    }

    @Test
    void aNewCertificateIsShownWithoutARequestLost() throws Exception {
        var stop = new AtomicBoolean();
        var answered = new AtomicInteger();
        var stream = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                assertThat(status(post(BodyPublishers.ofByteArray(REVIEW)))).isEqualTo(200);
                answered.incrementAndGet();
            }
        });
        await().until(() -> answered.get() > 0);

        for (var round = 0; round < 5; round++) {
            var renewed = keyring();
            server.show(renewed);
            await().atMost(PATIENCE).until(() -> shown().equals(renewed.leaf().certificate()));
        }
        var sofar = answered.get();
        await().until(() -> answered.get() > sofar);
        stop.set(true);

        stream.get();
    }

    @Test
    void anAuthorityExchangedIsTheOneToTrust() throws Exception {
        var other = Authority.make("other", Instant.now());

        server.show(keyring(other));

        await().atMost(PATIENCE).until(() -> shownTo(other.certificate()).isPresent());
        assertThatThrownBy(() -> shownTo(authority.certificate()).orElseThrow()).isInstanceOf(SSLException.class);
    }

    @Test
    void whatIsUnderWayAtTheEndIsAnsweredAndTheConnectionClosed() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        mutator = (pod, namespace) -> {
            begun.countDown();
            hold(release);
            return AdmissionReviews.PATCHED;
        };
        var answer = client.sendAsync(post(BodyPublishers.ofByteArray(REVIEW)), BodyHandlers.ofByteArray());
        begun.await();

        var closing = CompletableFuture.runAsync(() -> server.close(Duration.ofMillis(500), PATIENCE));
        await().until(() -> !server.isListening());
        release.countDown();

        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().headers().firstValue("connection")).contains("close");
        closing.get();
        assertThatThrownBy(() -> send(post(BodyPublishers.ofByteArray(REVIEW)))).isInstanceOf(IOException.class);
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Keyring keyring() {
        return keyring(authority);
    }

    private static Keyring keyring(Authority signer) {
        return new Keyring(
                List.of(signer.certificate()), Optional.of(signer.key()), signer.issue(NAMES, Instant.now()));
    }

    private HttpRequest post(BodyPublisher body) {
        return post("127.0.0.1", body);
    }

    private HttpRequest post(String host, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create("https://" + host + ":" + server.port() + "/mutate?timeout=2s"))
                .header("content-type", "application/json")
                .timeout(PATIENCE)
                .POST(body)
                .build();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private int status(HttpRequest request) {
        try {
            return send(request).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate shown() throws Exception {
        return shownTo(authority.certificate()).orElseThrow();
    }

    private Optional<X509Certificate> shownTo(X509Certificate trusted) throws Exception {
        try (var socket = (SSLSocket) context(trusted).getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.startHandshake();
            return Optional.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
        }
    }

    private SSLSocket socket() throws Exception {
        var socket = (SSLSocket)
                context(authority.certificate()).getSocketFactory().createSocket("127.0.0.1", server.port());
        socket.startHandshake();
        return socket;
    }

    private String statusOfHead(String header) throws Exception {
        try (var socket = socket()) {
            socket.getOutputStream().write(head(header).getBytes(US_ASCII));
            return firstLine(socket);
        }
    }

    private static String firstLine(SSLSocket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
    }

    private static String head(String header) {
        return "POST /mutate HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n" + header + "\r\n";
    }

    private static HttpClient client(X509Certificate trusted) throws GeneralSecurityException, IOException {
        return HttpClient.newBuilder().sslContext(context(trusted)).build();
    }

    private static SSLContext context(X509Certificate trusted) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", trusted);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
