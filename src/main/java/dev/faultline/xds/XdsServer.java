package dev.faultline.xds;

import dev.faultline.telemetry.Metrics;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** The gRPC server that proxies connect to. TLS only; without a certificate no connection comes about. */
public final class XdsServer implements AutoCloseable {
    /** Bytes. The first request of an Envoy has 61 KB of extension names. */
    private static final int LARGEST_REQUEST = 1 << 20;

    /** Bytes. A token is one or two thousand. */
    private static final int LARGEST_HEADERS = 8 << 10;

    /** A proxy has one for its configuration and one for what it counts, and twice as many while it changes streams. */
    private static final int MOST_STREAMS_PER_CONNECTION = 8;

    /** Bytes that a stream may send before anybody reads them. */
    private static final int UNREAD = 128 << 10;

    private static final int STOP_SECONDS = 3;

    private final AdvancedTlsX509KeyManager certificate = new AdvancedTlsX509KeyManager();
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor timer;
    private final Fleet fleet;
    private final Doorkeeper door;
    private final Server server;

    /**
     * @param port 0 for any
     * @param streamAge after which a proxy must show its token again, less up to a fifth
     * @param silence how long a caller whose token is good may say nothing at first
     */
    public record Settings(int port, Duration streamAge, Duration silence) {
        public static Settings on(int port) {
            return new Settings(port, Duration.ofMinutes(30), Duration.ofSeconds(10));
        }
    }

    /** @param others served beside xDS on the same port */
    public XdsServer(
            Settings settings, Fleet fleet, Identities identities, Metrics metrics, ServerServiceDefinition... others) {
        this.fleet = fleet;
        this.door = new Doorkeeper(identities, metrics);
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("xds-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        var tools = new Session.Tools(threads, timer, InstantSource.system(), metrics);
        this.server = limited(NettyServerBuilder.forPort(settings.port()), settings)
                .sslContext(tls(certificate))
                .executor(threads)
                .addService(ServerInterceptors.intercept(
                        new DiscoveryService(fleet, door, tools, settings), new BearerToken()))
                .addService(ServerInterceptors.intercept(
                        new StatsSink(fleet, door, tools, settings.streamAge()), new BearerToken()))
                .addServices(List.of(others))
                .build();
    }

    /** The bounds of what one caller can make the server do. */
    private static NettyServerBuilder limited(NettyServerBuilder builder, Settings settings) {
        return builder.maxInboundMessageSize(LARGEST_REQUEST)
                .maxInboundMetadataSize(LARGEST_HEADERS)
                .flowControlWindow(UNREAD)
                .maxConcurrentCallsPerConnection(MOST_STREAMS_PER_CONNECTION)
                .maxRstFramesPerWindow(200, 30)
                .handshakeTimeout(10, TimeUnit.SECONDS)
                // Streams end by themselves; a new connection for the next one spreads proxies over replicas.
                .maxConnectionAge(settings.streamAge().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(5, TimeUnit.MINUTES)
                // The bootstrap has Envoy ping every 10 s.
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                // A node that has died says no goodbye.
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS);
    }

    private static SslContext tls(AdvancedTlsX509KeyManager certificate) {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forServer(certificate))
                    .protocols("TLSv1.3")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("every Java has TLS 1.3", e);
        }
    }

    /**
     * The certificate of all connections from now on; those that are there stay.
     *
     * @param chain the server's own first
     */
    public void use(List<X509Certificate> chain, PrivateKey key) {
        certificate.updateIdentityCredentials(chain.toArray(X509Certificate[]::new), key);
    }

    /** @throws IOException when the port is taken */
    public void start() throws IOException {
        server.start();
    }

    public int port() {
        return server.getPort();
    }

    /** Sends the proxies away, to another replica. */
    @Override
    public void close() {
        server.shutdown();
        fleet.endAll();
        try {
            if (!server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
                server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        door.close();
        timer.shutdownNow();
    }
}
