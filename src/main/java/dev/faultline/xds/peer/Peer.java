package dev.faultline.xds.peer;

import dev.faultline.policy.live.Account;
import dev.faultline.xds.BearerToken;
import dev.faultline.xds.Proxy;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One other replica. What it told is dropped when the connection breaks, and told anew by the next one. */
public final class Peer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Peer.class);
    private static final int RETRY_SECONDS = 1;

    /** Bytes: the first message tells of all proxies of a replica. */
    private static final int LARGEST_MESSAGE = 16 << 20;

    private final String address;
    private final Terms terms;
    private final ScheduledExecutorService timer;
    private final Consumer<Proxy> changed;
    private final Map<Proxy, News> known = new ConcurrentHashMap<>();
    private @Nullable ManagedChannel channel;
    private boolean closed;

    /**
     * @param name that the certificate of every replica bears
     * @param authorities who is trusted, as PEM; empty until they are known
     * @param token the file with this replica's own token
     */
    public record Terms(int port, String name, Supplier<Optional<String>> authorities, Path token) {}

    Peer(String address, Terms terms, ScheduledExecutorService timer, Consumer<Proxy> changed) {
        this.address = address;
        this.terms = terms;
        this.timer = timer;
        this.changed = changed;
    }

    Peer start() {
        timer.execute(this::connect);
        return this;
    }

    Optional<Peers.Report> of(Proxy proxy) {
        return Optional.ofNullable(known.get(proxy))
                .filter(news -> news.kind() != News.Kind.Gone)
                .map(news -> new Peers.Report(
                        news.kind() == News.Kind.Current, news.kind() == News.Kind.Rejected ? news.message() : ""));
    }

    Optional<Account.Told> account(Proxy proxy) {
        return Optional.ofNullable(known.get(proxy)).map(News::told).filter(told -> !told.isEmpty());
    }

    private synchronized void connect() {
        var trusted = terms.authorities().get();
        if (closed) {
            return;
        }
        if (trusted.isEmpty()) {
            again();
            return;
        }
        try {
            var opened = NettyChannelBuilder.forAddress(address, terms.port())
                    .overrideAuthority(terms.name())
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(new ByteArrayInputStream(trusted.get().getBytes(StandardCharsets.UTF_8)))
                            .build())
                    .maxInboundMessageSize(LARGEST_MESSAGE)
                    .keepAliveTime(10, TimeUnit.SECONDS)
                    .keepAliveTimeout(5, TimeUnit.SECONDS)
                    .build();
            channel = opened;
            ClientCalls.asyncServerStreamingCall(
                    opened.newCall(News.WATCH, CallOptions.DEFAULT.withCallCredentials(new Token(terms.token()))),
                    News.ASKED,
                    new Listener());
        } catch (SSLException | IllegalArgumentException e) {
            LOG.warn("Another replica cannot be asked about its sidecars", e);
            again();
        }
    }

    private synchronized void again() {
        if (!closed) {
            timer.schedule(this::connect, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private synchronized void drop() {
        if (channel != null) {
            channel.shutdownNow();
            channel = null;
        }
        var lost = known.keySet().toArray(Proxy[]::new);
        known.clear();
        for (var proxy : lost) {
            changed.accept(proxy);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        drop();
    }

    private final class Listener implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] message) {
            for (var news : News.read(message)) {
                var before = news.isEmpty() ? known.remove(news.proxy()) : known.put(news.proxy(), news);
                if (before == null || !before.isLike(news)) {
                    changed.accept(news.proxy());
                }
            }
        }

        @Override
        public void onError(Throwable broken) {
            LOG.debug("Another replica tells no more of its sidecars", broken);
            drop();
            again();
        }

        @Override
        public void onCompleted() {
            drop();
            again();
        }
    }

    /** Read for each call: the kubelet exchanges it. */
    private static final class Token extends CallCredentials {
        private final Path file;

        Token(Path file) {
            this.file = file;
        }

        @Override
        public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
            executor.execute(() -> {
                try {
                    var headers = new Metadata();
                    BearerToken.put(headers, Files.readString(file).strip());
                    applier.apply(headers);
                } catch (IOException e) {
                    applier.fail(Status.UNAUTHENTICATED.withDescription("this replica has no token"));
                }
            });
        }
    }
}
