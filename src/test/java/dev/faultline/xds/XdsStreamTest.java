package dev.faultline.xds;

import static dev.faultline.xds.Samples.cluster;
import static dev.faultline.xds.Samples.endpoints;
import static dev.faultline.xds.Samples.listener;
import static dev.faultline.xds.Samples.routes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams come, are served, and end. */
class XdsStreamTest {
    private static final ProxyState.Rejection FAULT =
            new ProxyState.Rejection(ResourceType.Cluster, "a", "not sent: it is wrong");

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aKnownProxyGetsWhatIsPublishedAndSaysHowFarItIs() {
        var proxy = server.connect("web");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);
        await().untilAsserted(() -> assertThat(server.news()).containsExactly("connected web-1"));

        server.fleet().publish(TestServer.WEB, TestServer.config(cluster("a"), endpoints("a", 1)));
        var clusters = proxy.read();
        proxy.accept(clusters);
        proxy.subscribe(ResourceType.Endpoints, "a");
        proxy.accept(proxy.read());
        proxy.subscribe(ResourceType.Listener);
        proxy.accept(proxy.read());

        await().untilAsserted(() -> assertThat(server.fleet().state(TestServer.WEB))
                .contains(new ProxyState(TestServer.WEB, true, List.of())));
        assertThat(server.news()).containsExactly("connected web-1", "changed web-1");
        assertThat(server.counted("faultline.xds.pushes", "Cluster")).isOne();
        assertThat(server.counted("faultline.xds.sent.bytes", "Cluster")).isEqualTo(clusters.getSerializedSize());
    }

    @Test
    void whatEnvoySaysOfARefusalIsCutShort() {
        var proxy = server.connect("web");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);
        await().until(() -> server.fleet().connected() == 1);
        server.fleet().publish(TestServer.WEB, TestServer.config(cluster("a"), endpoints("a", 1)));

        proxy.reject(proxy.read(), "x".repeat(2_000));

        await().untilAsserted(() -> assertThat(server.fleet().states().toList())
                .singleElement()
                .satisfies(state -> assertThat(state.rejections())
                        .containsExactly(new ProxyState.Rejection(ResourceType.Cluster, "a", "x".repeat(511) + "…"))));
        assertThat(server.counted("faultline.xds.rejections", "Cluster")).isOne();
    }

    @Test
    void whatIsWithheldLeavesTheLastOneInForceAndIsToldUntilThereIsABetterOne() {
        var proxy = server.connect("web");
        proxy.introduce(TestServer.NAME, ResourceType.Listener);
        await().until(() -> server.fleet().connected() == 1);
        server.fleet().publish(TestServer.WEB, TestServer.config(routes("a", "a"), listener("a", 1)));
        proxy.accept(proxy.read());

        server.fleet().withhold(TestServer.WEB, List.of(FAULT), Optional.of(TestServer.config(listener("b", 1))));

        await().untilAsserted(() -> assertThat(state()).containsExactly(FAULT));
        assertThat(proxy.unread()).isZero();

        server.fleet().publish(TestServer.WEB, TestServer.config(routes("a", "a"), listener("a", 2)));
        assertThat(names(proxy.read())).containsExactly("a");
        await().untilAsserted(() -> assertThat(state()).isEmpty());
    }

    @Test
    void aNewProxyGetsTheStandInOfWhatIsWithheld() {
        var proxy = server.connect("web");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);
        await().until(() -> server.fleet().connected() == 1);
        server.fleet()
                .withhold(
                        TestServer.WEB,
                        List.of(FAULT),
                        Optional.of(TestServer.config(routes("b", "b"), listener("b", 1))));

        proxy.subscribe(ResourceType.Listener);

        var answers = Stream.of(proxy.read(), proxy.read()).flatMap(answer -> names(answer).stream());
        assertThat(answers).containsExactly("b");
        assertThat(state()).containsExactly(FAULT);
    }

    /** It has more than the stand-in: the last good one, of another replica. */
    @Test
    void aProxyThatHasComeBackKeepsWhatItHas() {
        var proxy = server.connect("web");
        proxy.say(DeltaDiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId(TestServer.NAME))
                .setTypeUrl(ResourceType.Listener.url())
                .putInitialResourceVersions("a", "1"));
        await().until(() -> server.fleet().connected() == 1);

        server.fleet()
                .withhold(
                        TestServer.WEB,
                        List.of(FAULT),
                        Optional.of(TestServer.config(routes("b", "b"), listener("b", 1))));

        await().untilAsserted(() -> assertThat(state()).containsExactly(FAULT));
        assertThat(proxy.unread()).isZero();
        assertThat(proxy.isOpen()).isTrue();
    }

    private List<ProxyState.Rejection> state() {
        return server.fleet().state(TestServer.WEB).orElseThrow().rejections();
    }

    private static List<String> names(DeltaDiscoveryResponse response) {
        return response.getResourcesList().stream()
                .map(io.envoyproxy.envoy.service.discovery.v3.Resource::getName)
                .toList();
    }

    @Test
    void aNewerStreamOfAPodEndsTheOlder() {
        var older = server.connect("web");
        older.introduce(TestServer.NAME, ResourceType.Cluster);
        await().until(() -> server.fleet().connected() == 1);

        var newer = server.connect("web");
        newer.introduce(TestServer.NAME, ResourceType.Cluster);

        assertThat(older.end().getCode()).isEqualTo(Status.Code.ABORTED);
        server.fleet().publish(TestServer.WEB, TestServer.config(cluster("a"), endpoints("a", 1)));
        assertThat(newer.read().getResourcesList()).hasSize(1);
        assertThat(server.fleet().connected()).isOne();
        assertThat(server.news()).containsExactly("connected web-1", "connected web-1");
        assertThat(server.asked()).as("tokens looked at: one for each stream").isEqualTo(2);
    }

    @Test
    void aProxyThatGoesIsMissed() {
        var proxy = server.connect("web");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);
        await().until(() -> server.fleet().connected() == 1);

        proxy.close();

        await().untilAsserted(() -> assertThat(server.news()).containsExactly("connected web-1", "left web-1"));
        assertThat(server.fleet().connected()).isZero();
        assertThat(server.fleet().state(TestServer.WEB)).isEmpty();
    }

    @Test
    void aPodThatIsGoneIsSentAway() {
        var proxy = server.connect("web");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);
        await().until(() -> server.fleet().connected() == 1);

        server.fleet().dismiss(TestServer.WEB);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.OK);
        await().untilAsserted(() -> assertThat(server.news()).containsExactly("connected web-1", "left web-1"));
    }

    @Test
    void aStreamEndsWithItsAge() {
        server.restart(new XdsServer.Settings(0, Duration.ofMillis(500), Duration.ofSeconds(10)));
        var proxy = server.connect("web");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.OK);
        await().untilAsserted(() -> assertThat(server.news()).containsExactly("connected web-1", "left web-1"));
    }

    @Test
    void aServerThatStopsSendsItsProxiesAwayGracefully() {
        var proxy = server.connect("web");
        proxy.introduce(TestServer.NAME, ResourceType.Cluster);
        await().until(() -> server.fleet().connected() == 1);

        server.stop();

        assertThat(proxy.end().getCode()).isEqualTo(Status.Code.OK);
    }

    /** It takes nothing off the wire, yet accepts by guess, so only the wire itself can stop the server. */
    @Test
    void aProxyThatDoesNotReadIsSentNoMoreThanTheWireHoldsAndLaterTheNewest() {
        var slow = server.connect(Optional.of("web"), false);
        slow.introduce(TestServer.NAME, ResourceType.Endpoints, "a");
        await().until(() -> server.fleet().connected() == 1);
        var fast = server.connect("api");
        fast.introduce("shop/api-1", ResourceType.Endpoints, "a");
        await().until(() -> server.fleet().connected() == 2);

        Resource last = endpoints("a", 1);
        for (var round = 1; round <= 100; round++) {
            last = endpoints("a", round + "x".repeat(100_000), 1);
            server.fleet().publish(TestServer.WEB, TestServer.config(last));
            server.fleet().publish(TestServer.API, TestServer.config(last));
            var response = fast.read();
            assertThat(response.getResources(0).getVersion()).isEqualTo(last.version());
            fast.accept(response);
            slow.say(DeltaDiscoveryRequest.newBuilder()
                    .setTypeUrl(ResourceType.Endpoints.url())
                    .setResponseNonce(String.valueOf(round)));
        }

        var sent = server.counted("faultline.xds.pushes", "Endpoints") - 100;
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

    /** Again and again, since what is looked for is a race. */
    @Test
    void whatIsPublishedAtTheNewsOfAProxyIsNeverLost() {
        server.publishAtOnce(TestServer.config(cluster("a"), endpoints("a", 1)));

        for (var round = 0; round < 100; round++) {
            var proxy = server.connect("web");
            proxy.introduce(TestServer.NAME, ResourceType.Cluster);

            assertThat(proxy.read().getResourcesList()).hasSize(1);
            proxy.close();
        }
    }
}
