package dev.faultline.xds;

import static dev.faultline.xds.Samples.cluster;
import static dev.faultline.xds.Samples.endpoints;
import static dev.faultline.xds.Samples.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.faultline.envoy.Bootstrap;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import dev.faultline.telemetry.Metrics;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server as callers meet it: over TLS, on a port. */
class XdsServerTest {
    private static final Proxy WEB = new Proxy("shop", "web-1", "uid-1");
    private static final Proxy API = new Proxy("shop", "api-1", "uid-2");
    private static final String NAME = "shop/web-1";

    private final TestAuthority authority = new TestAuthority();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Fleet fleet = new Fleet();
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final Map<String, Identities.Answer> identities = new ConcurrentHashMap<>(Map.of(
            "web", new Identities.Answer.Known(WEB),
            "api", new Identities.Answer.Known(API),
            "forged", new Identities.Answer.Refused("its audience is another"),
            "unlucky", new Identities.Answer.Unavailable("the API server is away")));
    private final AtomicInteger asked = new AtomicInteger();
    private final List<TestProxy> proxies = new ArrayList<>();
    private XdsServer server = server(XdsServer.Settings.on(0));

    private XdsServer server(XdsServer.Settings settings) {
        return new XdsServer(
                settings,
                fleet,
                token -> {
                    asked.incrementAndGet();
                    var answer = identities.get(token);
                    if (answer == null) {
                        throw new IllegalStateException("nobody knows " + token);
                    }
                    return answer;
                },
                new Metrics(meters));
    }

    @BeforeEach
    void start() throws IOException {
        fleet.listen(new Fleet.Listener() {
            @Override
            public void connected(Proxy proxy) {
                news.add("connected " + proxy.pod());
            }

            @Override
            public void changed(Proxy proxy) {
                news.add("changed " + proxy.pod());
            }

            @Override
            public void left(Proxy proxy) {
                news.add("left " + proxy.pod());
            }
        });
        open();
    }

    private void open() throws IOException {
        var issued = authority.issue();
        server.use(issued.chain(), issued.key());
        server.start();
    }

    private void restart(XdsServer.Settings settings) throws IOException {
        server.close();
        server = server(settings);
        open();
    }

    @AfterEach
    void stop() {
        proxies.forEach(TestProxy::close);
        server.close();
    }

    private TestProxy connect(String token) {
        return kept(TestProxy.connect(server.port(), authority, Optional.of(token)));
    }

    private TestProxy kept(TestProxy proxy) {
        proxies.add(proxy);
        return proxy;
    }

    private double refused(String reason) {
        return meters.counter("faultline.xds.refused", "reason", reason).count();
    }

    private static ProxyConfig config(Resource... resources) {
        return ProxyConfig.of(List.of(resources));
    }

    @Test
    void aStreamWithoutATokenIsUnauthenticated() {
        var proxy = kept(TestProxy.connect(server.port(), authority, Optional.empty()));

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(proxy.end().getDescription()).isNull();
        assertThat(asked).hasValue(0);
        assertThat(refused("NoToken")).isOne();
    }

    @Test
    void aTokenThatIsRefusedIsUnauthenticatedAndIsNotToldWhy() {
        var proxy = connect("forged");
        proxy.introduce(NAME, ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(proxy.end().getDescription()).isNull();
        assertThat(refused("BadToken")).isOne();
        assertThat(fleet.connected()).isZero();
    }

    @Test
    void aTokenThatNobodyCanJudgeMayComeAgain() {
        var proxy = connect("unlucky");
        proxy.introduce(NAME, ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(proxy.end().getDescription()).isNull();
        assertThat(refused("Unavailable")).isOne();
    }

    @Test
    void aFailureToJudgeIsNotTheCallersFault() {
        var proxy = connect("never heard of");
        proxy.introduce(NAME, ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(proxy.end().getDescription()).isNull();
    }

    @Test
    void aPodThatCallsItselfByAnothersNameIsNotServed() {
        var proxy = connect("api");
        proxy.introduce(NAME, ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(proxy.end().getDescription()).isNull();
        assertThat(refused("WrongName")).isOne();
        assertThat(news).isEmpty();
    }

    @Test
    void aCallerThatSaysNothingIsSentAwayUnasked() throws IOException {
        restart(new XdsServer.Settings(0, Duration.ofMinutes(30), Duration.ofMillis(100)));

        var proxy = connect("web");

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(asked).hasValue(0);
        assertThat(refused("Silent")).isOne();
    }

    @Test
    void nothingIsSentBeforeTheTokenHasBeenJudged() {
        var verdict = new CountDownLatch(1);
        fleet.listen(new Fleet.Listener() {
            @Override
            public void connected(Proxy proxy) {
                fleet.publish(proxy, config(runtime()));
            }

            @Override
            public void changed(Proxy proxy) {}

            @Override
            public void left(Proxy proxy) {}
        });
        var slow = new XdsServer(
                XdsServer.Settings.on(0),
                fleet,
                _ -> {
                    awaitUninterrupted(verdict);
                    return new Identities.Answer.Known(WEB);
                },
                new Metrics(meters));
        try (slow) {
            var issued = authority.issue();
            slow.use(issued.chain(), issued.key());
            slow.start();
            var proxy = kept(TestProxy.connect(slow.port(), authority, Optional.of("web")));
            proxy.introduce(NAME, ResourceType.RuntimeLayer, Bootstrap.RUNTIME_LAYER);

            assertThat(proxy.unread()).isZero();
            assertThat(fleet.connected()).isZero();
            verdict.countDown();

            assertThat(proxy.read().getResourcesList()).hasSize(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aKnownProxyGetsWhatIsPublishedAndSaysHowFarItIs() {
        var proxy = connect("web");
        proxy.introduce(NAME, ResourceType.Cluster);
        await().untilAsserted(() -> assertThat(news).containsExactly("connected web-1"));

        fleet.publish(WEB, config(cluster("a"), endpoints("a", 1)));
        var clusters = proxy.read();
        proxy.accept(clusters);
        proxy.subscribe(ResourceType.Endpoints, "a");
        proxy.accept(proxy.read());
        proxy.subscribe(ResourceType.Listener);
        proxy.accept(proxy.read());

        await().untilAsserted(() -> assertThat(fleet.state(WEB)).contains(new ProxyState(WEB, true, List.of())));
        assertThat(news).containsExactly("connected web-1", "changed web-1");
        assertThat(meters.counter("faultline.xds.pushes", "type", "Cluster").count())
                .isOne();
        assertThat(meters.counter("faultline.xds.sent.bytes", "type", "Cluster").count())
                .isEqualTo(clusters.getSerializedSize());
    }

    @Test
    void whatEnvoySaysOfARefusalIsCutShort() {
        var proxy = connect("web");
        proxy.introduce(NAME, ResourceType.Cluster);
        await().until(() -> fleet.connected() == 1);
        fleet.publish(WEB, config(cluster("a"), endpoints("a", 1)));

        proxy.reject(proxy.read(), "x".repeat(2_000));

        await().untilAsserted(() -> assertThat(fleet.states().toList())
                .singleElement()
                .satisfies(state -> assertThat(state.rejections())
                        .containsExactly(new ProxyState.Rejection(ResourceType.Cluster, "a", "x".repeat(511) + "…"))));
        assertThat(meters.counter("faultline.xds.rejections", "type", "Cluster").count())
                .isOne();
    }

    @Test
    void aNewerStreamOfAPodEndsTheOlder() {
        var older = connect("web");
        older.introduce(NAME, ResourceType.Cluster);
        await().until(() -> fleet.connected() == 1);

        var newer = connect("web");
        newer.introduce(NAME, ResourceType.Cluster);

        assertThat(older.end().getCode()).isEqualTo(Status.Code.ABORTED);
        fleet.publish(WEB, config(cluster("a"), endpoints("a", 1)));
        assertThat(newer.read().getResourcesList()).hasSize(1);
        assertThat(fleet.connected()).isOne();
        assertThat(news).containsExactly("connected web-1", "connected web-1");
        assertThat(asked).as("tokens looked at: one for each stream").hasValue(2);
    }

    @Test
    void aProxyThatGoesIsMissed() {
        var proxy = connect("web");
        proxy.introduce(NAME, ResourceType.Cluster);
        await().until(() -> fleet.connected() == 1);

        proxy.close();

        await().untilAsserted(() -> assertThat(news).containsExactly("connected web-1", "left web-1"));
        assertThat(fleet.connected()).isZero();
        assertThat(fleet.state(WEB)).isEmpty();
    }

    @Test
    void aPodThatIsGoneIsSentAway() {
        var proxy = connect("web");
        proxy.introduce(NAME, ResourceType.Cluster);
        await().until(() -> fleet.connected() == 1);

        fleet.dismiss(WEB);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.OK);
        await().untilAsserted(() -> assertThat(news).containsExactly("connected web-1", "left web-1"));
    }

    @Test
    void aStreamEndsWithItsAge() throws IOException {
        restart(new XdsServer.Settings(0, Duration.ofMillis(500), Duration.ofSeconds(10)));
        var proxy = connect("web");
        proxy.introduce(NAME, ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.OK);
        await().untilAsserted(() -> assertThat(news).containsExactly("connected web-1", "left web-1"));
    }

    @Test
    void aServerThatStopsSendsItsProxiesAwayGracefully() {
        var proxy = connect("web");
        proxy.introduce(NAME, ResourceType.Cluster);
        await().until(() -> fleet.connected() == 1);

        server.close();

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.OK);
    }

    @Test
    void whoAsksForTooMuchIsSentAway() {
        var proxy = connect("web");
        var names = IntStream.range(0, 5_000).mapToObj(String::valueOf).toArray(String[]::new);

        proxy.introduce(NAME, ResourceType.Endpoints, names);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused("TooMuch")).isOne();
        await().until(() -> fleet.connected() == 0);
    }

    @Test
    void aRequestThatIsTooLargeIsNotRead() {
        var proxy = connect("web");

        proxy.introduce("x".repeat(2 << 20), ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
        assertThat(asked).hasValue(0);
    }

    /** It takes nothing off the wire, yet accepts by guess, so only the wire itself can stop the server. */
    @Test
    void aProxyThatDoesNotReadIsSentNoMoreThanTheWireHoldsAndLaterTheNewest() {
        var slow = kept(TestProxy.connect(server.port(), authority, Optional.of("web"), false));
        slow.introduce(NAME, ResourceType.Endpoints, "a");
        await().until(() -> fleet.connected() == 1);
        var fast = connect("api");
        fast.introduce("shop/api-1", ResourceType.Endpoints, "a");
        await().until(() -> fleet.connected() == 2);

        Resource last = endpoints("a", 1);
        for (var round = 1; round <= 100; round++) {
            last = endpoints("a", round + "x".repeat(100_000), 1);
            fleet.publish(WEB, config(last));
            fleet.publish(API, config(last));
            var response = fast.read();
            assertThat(response.getResources(0).getVersion()).isEqualTo(last.version());
            fast.accept(response);
            slow.say(DeltaDiscoveryRequest.newBuilder()
                    .setTypeUrl(ResourceType.Endpoints.url())
                    .setResponseNonce(String.valueOf(round)));
        }

        var sent = meters.counter("faultline.xds.pushes", "type", "Endpoints").count() - 100;
        assertThat(sent).as("responses sent to the slow one").isBetween(1.0, 50.0);
        var newest = last.version();
        slow.take(100);
        await().untilAsserted(() -> {
            assertThat(slow.unread()).isPositive();
            var response = slow.read();
            slow.accept(response);
            assertThat(response.getResources(0).getVersion()).isEqualTo(newest);
        });
    }

    @Test
    void aNewCertificateIsShownOnNewConnectionsAndEndsNoStream() throws Exception {
        var before = connect("web");
        before.introduce(NAME, ResourceType.Cluster);
        await().until(() -> fleet.connected() == 1);

        var next = authority.issue();
        server.use(next.chain(), next.key());

        assertThat(shown()).isEqualTo(next.chain().getFirst());
        fleet.publish(WEB, config(cluster("a"), endpoints("a", 1)));
        assertThat(before.read().getResourcesList()).hasSize(1);
        assertThat(before.isOpen()).isTrue();
    }

    private X509Certificate shown() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void thereIsNoPlainText() throws Exception {
        var plain = io.grpc.netty.NettyChannelBuilder.forAddress("localhost", server.port())
                .usePlaintext()
                .build();
        try {
            var call = io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.newStub(plain);
            var end = new java.util.concurrent.CompletableFuture<Status>();
            call.deltaAggregatedResources(new io.grpc.stub.StreamObserver<>() {
                @Override
                public void onNext(io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse response) {}

                @Override
                public void onError(Throwable broken) {
                    end.complete(Status.fromThrowable(broken));
                }

                @Override
                public void onCompleted() {
                    end.complete(Status.OK);
                }
            });

            assertThat(end.get(20, java.util.concurrent.TimeUnit.SECONDS).getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
        } finally {
            plain.shutdownNow();
        }
    }

    @Test
    void withoutACertificateNobodyConnects() throws IOException {
        try (var bare = server(XdsServer.Settings.on(0))) {
            bare.start();
            var proxy = kept(TestProxy.connect(bare.port(), authority, Optional.of("web")));
            proxy.introduce(NAME, ResourceType.Cluster);

            assertThat(proxy.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }
}
