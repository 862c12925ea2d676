package dev.faultline.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.metrics.v3.MetricsServiceGrpc;
import io.envoyproxy.envoy.service.metrics.v3.StreamMetricsMessage;
import io.envoyproxy.envoy.service.metrics.v3.StreamMetricsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import io.prometheus.client.Metrics.Counter;
import io.prometheus.client.Metrics.Gauge;
import io.prometheus.client.Metrics.Metric;
import io.prometheus.client.Metrics.MetricFamily;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A stream as a proxy has it, over real TLS, on a connection of its own. Accepts nothing by itself. */
public final class TestProxy implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 20;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final BlockingQueue<DeltaDiscoveryResponse> inbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<DeltaDiscoveryRequest> requests;

    private TestProxy(ManagedChannel channel) {
        this.channel = channel;
    }

    /** @param reading false for one that takes only what it is told to */
    public static TestProxy connect(int port, TestAuthority authority, Optional<String> token, boolean reading) {
        var tls = GrpcSslContexts.forClient().trustManager(authority.certificate());
        return connect(channel("localhost", port, tls), token, reading);
    }

    /** @param authorities whom it trusts, in PEM */
    public static TestProxy connect(int port, InputStream authorities, Optional<String> token) {
        var tls = GrpcSslContexts.forClient().trustManager(authorities);
        return connect(channel(ADDRESS, port, tls), token, true);
    }

    /** As whoever has not understood that only TLS is spoken there. */
    public static TestProxy connectInTheClear(int port, Optional<String> token) {
        return connect(
                NettyChannelBuilder.forAddress(ADDRESS, port).usePlaintext().build(), token, true);
    }

    private static TestProxy connect(ManagedChannel channel, Optional<String> token, boolean reading) {
        var proxy = new TestProxy(channel);
        var headers = new Metadata();
        token.ifPresent(shown -> headers.put(AUTHORIZATION, "Bearer " + shown));
        AggregatedDiscoveryServiceGrpc.newStub(proxy.channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .deltaAggregatedResources(proxy.new Responses(reading));
        return proxy;
    }

    private static ManagedChannel channel(String host, int port, SslContextBuilder tls) {
        try {
            return NettyChannelBuilder.forAddress(host, port)
                    .sslContext(tls.build())
                    .flowControlWindow(65_536)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    void say(DeltaDiscoveryRequest.Builder request) {
        Objects.requireNonNull(requests).onNext(request.build());
    }

    public void introduce(String id, ResourceType type, String... names) {
        say(DeltaDiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId(id))
                .setTypeUrl(type.url())
                .addAllResourceNamesSubscribe(List.of(names)));
    }

    public void subscribe(ResourceType type, String... names) {
        introduce("", type, names);
    }

    /** @return the stream on which a sidecar tells what it has counted, on the same connection */
    public StreamObserver<StreamMetricsMessage> counting(String token, StreamObserver<StreamMetricsResponse> answers) {
        var headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return MetricsServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .streamMetrics(answers);
    }

    /** The same for one that does not care for answers. */
    public StreamObserver<StreamMetricsMessage> counting(String token) {
        return counting(token, new StreamObserver<>() {
            @Override
            public void onNext(StreamMetricsResponse answer) {}

            @Override
            public void onError(Throwable broken) {}

            @Override
            public void onCompleted() {}
        });
    }

    /** Calls of dependency "stock", of which one endpoint of three is ejected, and as many requests of class "pay". */
    public static StreamMetricsMessage counted(String id, long calls) {
        return counted(id, "dep_stock", calls, 1).toBuilder()
                .addEnvoyMetrics(increased("vhost.in_http.route.pay.upstream_rq_completed", calls))
                .build();
    }

    /** @param ejected endpoints of three */
    public static StreamMetricsMessage counted(String id, String cluster, long calls, int ejected) {
        return StreamMetricsMessage.newBuilder()
                .setIdentifier(StreamMetricsMessage.Identifier.newBuilder()
                        .setNode(Node.newBuilder().setId(id)))
                .addEnvoyMetrics(increased("cluster." + cluster + ".upstream_rq_completed", calls))
                .addEnvoyMetrics(stands(cluster + ".membership_total", 3))
                .addEnvoyMetrics(stands(cluster + ".membership_healthy", 3 - ejected))
                .addEnvoyMetrics(stands(cluster + ".outlier_detection.ejections_active", ejected))
                .build();
    }

    private static MetricFamily.Builder increased(String name, double value) {
        return MetricFamily.newBuilder()
                .setName(name)
                .addMetric(Metric.newBuilder().setCounter(Counter.newBuilder().setValue(value)));
    }

    private static MetricFamily stands(String name, int value) {
        return MetricFamily.newBuilder()
                .setName("cluster." + name)
                .addMetric(Metric.newBuilder().setGauge(Gauge.newBuilder().setValue(value)))
                .build();
    }

    public void accept(DeltaDiscoveryResponse response) {
        say(DeltaDiscoveryRequest.newBuilder().setTypeUrl(response.getTypeUrl()).setResponseNonce(response.getNonce()));
    }

    public void reject(DeltaDiscoveryResponse response, String message) {
        say(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce())
                .setErrorDetail(com.google.rpc.Status.newBuilder().setCode(13).setMessage(message)));
    }

    public DeltaDiscoveryResponse read() {
        try {
            var response = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(response).as("a response; the stream: %s", end).isNotNull();
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public int unread() {
        return inbox.size();
    }

    /** Takes so many messages off the wire. */
    void take(int messages) {
        Objects.requireNonNull(requests).request(messages);
    }

    public Status end() {
        return end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    public boolean isOpen() {
        return !end.isDone();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Responses implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
        private final boolean reading;

        Responses(boolean reading) {
            this.reading = reading;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> stream) {
            requests = stream;
            if (!reading) {
                stream.disableAutoRequestWithInitial(0);
            }
        }

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            inbox.add(response);
        }

        @Override
        public void onError(Throwable broken) {
            end.complete(Status.fromThrowable(broken));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }
}
