package dev.faultline.xds.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.faultline.Loopbacks;
import dev.faultline.envoy.ProxyConfig;
import dev.faultline.envoy.ResourceType;
import dev.faultline.policy.live.Account;
import dev.faultline.policy.live.Arrivals;
import dev.faultline.policy.live.Inflow;
import dev.faultline.policy.live.Reading;
import dev.faultline.policy.live.Standing;
import dev.faultline.telemetry.Metrics;
import dev.faultline.xds.Fleet;
import dev.faultline.xds.Identities;
import dev.faultline.xds.Proxy;
import dev.faultline.xds.Samples;
import dev.faultline.xds.TestAuthority;
import dev.faultline.xds.TestProxy;
import dev.faultline.xds.XdsServer;
import io.grpc.ServerInterceptors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One replica tells another of its proxies, over real connections. */
class PeersTest {
    private static final String NAMESPACE = "faultline-system";
    private static final Proxy WEB = new Proxy("shop", "web-1", "uid-1");
    private static final Proxy REPLICA = new Proxy(NAMESPACE, "faultline-1", "uid-2");

    @TempDir
    private Path files;

    private final TestAuthority authority = new TestAuthority();
    private final Fleet fleet = new Fleet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private XdsServer server;
    private Peers peers;

    @BeforeEach
    void givenAReplicaThatServes() throws IOException {
        server = server(0);
        peers = peers("replica");
    }

    private XdsServer server(int port) throws IOException {
        var opened = new XdsServer(
                XdsServer.Settings.on(port),
                fleet,
                PeersTest::judge,
                new Metrics(new SimpleMeterRegistry()),
                ServerInterceptors.intercept(
                        new PeerService(fleet, timer).definition(), new PeerGate(PeersTest::judge, NAMESPACE)));
        var issued = authority.issue();
        opened.use(issued.chain(), issued.key());
        opened.start();
        return opened;
    }

    private Peers peers(String token) {
        try {
            var file = Files.writeString(files.resolve("token"), token);
            var trusted = Files.readString(authority.write(files.resolve("ca.crt")));
            return new Peers(
                    new Peer.Terms(server.port(), "localhost", () -> Optional.of(trusted), file), timer, proxy -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Identities.Answer judge(String token) {
        return switch (token) {
            case "web" -> new Identities.Answer.Known(WEB);
            case "replica" -> new Identities.Answer.Known(REPLICA);
            default -> new Identities.Answer.Refused("nobody knows it");
        };
    }

    @AfterEach
    void stop() {
        peers.close();
        server.close();
        timer.shutdownNow();
    }

    private TestProxy connected() {
        var proxy = TestProxy.connect(server.port(), authority, Optional.of("web"), true);
        proxy.introduce("shop/web-1", ResourceType.Cluster);
        return proxy;
    }

    static Stream<String> loopbacks() {
        return Loopbacks.all();
    }

    @ParameterizedTest
    @MethodSource("loopbacks")
    void aProxyOfAnotherReplicaIsKnownAsItComesAndGoes(String address) {
        peers.follow(Set.of(address));
        try (var _ = connected()) {
            await().untilAsserted(() -> assertThat(peers.of(WEB)).isPresent());
        }

        await().untilAsserted(() -> assertThat(peers.of(WEB)).isEmpty());
    }

    @Test
    void whatAProxyRefusesIsToldInItsWords() {
        try (var proxy = connected()) {
            await().until(() -> fleet.connected() == 1);
            fleet.publish(WEB, ProxyConfig.of(List.of(Samples.cluster("a"), Samples.endpoints("a", 1))));
            proxy.reject(proxy.read(), "no such thing");

            peers.follow(Set.of("localhost"));

            await().untilAsserted(() -> assertThat(peers.of(WEB))
                    .hasValueSatisfying(report -> assertThat(report.rejection()).contains("no such thing")));
        }
    }

    @Test
    void whatAProxyCountsIsToldToo() {
        try (var proxy = connected()) {
            peers.follow(Set.of("localhost"));
            proxy.counting("web").onNext(TestProxy.counted("shop/web-1", 10));

            await().untilAsserted(() -> assertThat(peers.account(WEB))
                    .hasValue(new Account.Told(
                            Map.of("stock", new Reading(Standing.Partial, 3, 1, 5, 10, 0, 0)),
                            Map.of("http", new Inflow(5, new Arrivals(Map.of("pay", 10L), 10, 0, 0, 0))))));
        }
    }

    @Test
    void aReplicaThatComesBackIsHeardAgain() throws IOException {
        peers.follow(Set.of("localhost"));
        var port = server.port();
        server.close();

        // Somebody's outgoing connection may have the port for a moment.
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            server = server(port);
            return true;
        });
        try (var _ = connected()) {
            await().untilAsserted(() -> assertThat(peers.of(WEB)).isPresent());
        }
    }

    @Test
    void aPodOfAUserLearnsNothingOfOthers() {
        peers.close();
        peers = peers("web");
        try (var _ = connected()) {
            await().until(() -> fleet.connected() == 1);
            peers.follow(Set.of("localhost"));

            await().during(Duration.ofSeconds(2)).until(() -> peers.of(WEB).isEmpty());
        }
    }
}
