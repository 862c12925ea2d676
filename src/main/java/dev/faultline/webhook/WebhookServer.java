package dev.faultline.webhook;

import dev.faultline.cluster.certificates.Keyring;
import dev.faultline.telemetry.LogKeys;
import dev.faultline.telemetry.LogScope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The HTTPS server that the API server asks about new pods. It begins to listen with its first certificate, and takes
 * each later one without a connection lost.
 *
 * <p>HTTP/1.1 on purpose. All requests of an API server would share one HTTP/2 connection, and so one replica; and that
 * a replica is gone it would learn only by an unanswered ping, half a minute later, while one try after another takes
 * its two seconds. Source: k8s.io/apimachinery net/http.go, HTTP2_READ_IDLE_TIMEOUT_SECONDS.
 */
public final class WebhookServer {
    private static final Logger LOG = Logger.getLogger(WebhookServer.class);

    /** The API server lets go of an unused connection after 90 s. Source: k8s.io/apimachinery net/http.go. */
    private static final int IDLE_SECONDS = 120;

    private static final long ALL_BODIES = 4L * BodyBudget.ONE;

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Vertx vertx;
    private final Place place;
    private final Exchange.Terms terms;
    private final AtomicInteger active = new AtomicInteger();
    private Optional<ShownCertificate> certificate = Optional.empty();
    private Future<HttpServer> server = Future.failedFuture("there is no certificate yet");
    private volatile int port;
    private volatile boolean closing;
    private volatile long lastAsked = System.nanoTime();

    /** @param port 0 for any that is free */
    public record Place(String host, int port) {
        /** All addresses: Java opens this one for IPv6 as well, where there is IPv6. */
        private static final String EVERYWHERE = "0.0.0.0";

        public static Place everywhere(int port) {
            return new Place(EVERYWHERE, port);
        }
    }

    public WebhookServer(Vertx vertx, Place place, PodAdmission admission) {
        this.vertx = vertx;
        this.place = place;
        this.terms = new Exchange.Terms(vertx, admission, new BodyBudget(ALL_BODIES), () -> closing);
    }

    /** Shows this certificate from now on. */
    public synchronized void show(Keyring keyring) {
        if (closing) {
            return;
        }
        certificate.ifPresentOrElse(shown -> shown.show(keyring.leaf()), () -> begin(keyring));
    }

    private void begin(Keyring keyring) {
        var shown = new ShownCertificate(keyring.leaf());
        certificate = Optional.of(shown);
        server = vertx.createHttpServer(options(shown))
                .requestHandler(this::serve)
                .listen(place.port(), place.host())
                .onSuccess(this::warmed)
                .onFailure(problem -> LOG.error("Webhook cannot listen", problem));
    }

    private static HttpServerOptions options(ShownCertificate shown) {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setKeyCertOptions(KeyCertOptions.wrap(shown))
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout(IDLE_SECONDS);
    }

    /** Shakes hands with itself first: that takes a second the first time, and somebody else would wait for it. */
    private void warmed(HttpServer running) {
        var client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
        client.request(HttpMethod.GET, running.actualPort(), "localhost", "/")
                .compose(HttpClientRequest::send)
                .onComplete(_ -> {
                    client.close();
                    listens(running);
                });
    }

    private void listens(HttpServer running) {
        port = running.actualPort();
        try (var _ = LogScope.of(LogKeys.OBJECT, place.host() + ":" + port)) {
            LOG.info("Webhook listens");
        }
    }

    private void serve(HttpServerRequest request) {
        active.incrementAndGet();
        lastAsked = System.nanoTime();
        new Exchange(request, terms, active::decrementAndGet).begin();
    }

    /** Whether pods could be asked about here: a replica should not be ready before. */
    public boolean isListening() {
        return port != 0 && !closing;
    }

    /** The one in use; 0 before it listens. */
    public int port() {
        return port;
    }

    /**
     * Answers what is under way, tells each connection to go elsewhere with its next answer, and ends when all is quiet.
     *
     * @param quiet for how long nobody must have asked before the last connections are closed
     * @param patience for how long at most
     */
    public void close(Duration quiet, Duration patience) {
        closing = true;
        lastAsked = System.nanoTime();
        var end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - end < 0 && !isQuiet(quiet) && pause()) {
            // Until it is.
        }
        Future<HttpServer> last;
        synchronized (this) {
            last = server;
        }
        try {
            last.compose(HttpServer::close)
                    .otherwiseEmpty()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.warn("Webhook cannot be closed", e);
        }
    }

    private boolean isQuiet(Duration quiet) {
        return active.get() == 0 && System.nanoTime() - lastAsked > quiet.toNanos();
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
