package dev.faultline.it;

import static dev.faultline.it.envoy.TestWorld.headless;
import static dev.faultline.it.envoy.TestWorld.on;
import static dev.faultline.it.envoy.TestWorld.pod;
import static dev.faultline.it.envoy.TestWorld.policy;
import static dev.faultline.it.envoy.TestWorld.service;
import static dev.faultline.it.envoy.TestWorld.zone;
import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.cluster.traffic.SidecarCase;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.TestPeer;
import dev.faultline.it.envoy.TestWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of TCP connections through a real sidecar, the cuts of a game day included. */
class EnvoyTcpIT extends GivenSidecar {
    private static final Duration LIFE = Duration.ofSeconds(3);
    private static final Duration AT_ONCE = Duration.ofMillis(1500);

    private final TestPeer db = TestPeer.greeting("db");

    @AfterEach
    void stopThePeer() {
        db.close();
    }

    private SidecarCase database() {
        return database(service("db", db.port(), pod(db)));
    }

    private SidecarCase database(String service) {
        return TestWorld.of(policy(on("db", db.port(), "protocol: TCP")), service, zone("zone-a"));
    }

    private InetSocketAddress place() {
        return sidecar.at("db.shop:" + db.port());
    }

    /** A connection on which the server has spoken. */
    private TestApp connected(InetSocketAddress place, String greeting) throws IOException {
        var app = new TestApp(place);
        assertThat(app.line()).isEqualTo(greeting);
        return app;
    }

    @Test
    void aConnectionOutlivesThatItsPolicyGoesAndReturns() throws IOException {
        outlives(database());
    }

    /** Without a policy it is DNS that says where its pods are. */
    @Test
    void aConnectionToAServiceWithoutAnAddressDoesSoToo() throws IOException {
        outlives(database(headless("db", db.port(), pod(db))));
    }

    private void outlives(SidecarCase inForce) throws IOException {
        sidecar.give(inForce);

        try (var before = connected(place(), "db")) {
            sidecar.give(inForce.passThrough());
            assertThat(before.echoes("without a policy")).isTrue();
            try (var between = connected(place(), "db")) {
                sidecar.give(inForce.config());

                assertThat(before.echoes("with it again")).isTrue();
                assertThat(between.echoes("with it as well")).isTrue();
                assertThat(before.isCutWithin(AT_ONCE)).isFalse();
                assertThat(between.isCutWithin(AT_ONCE)).isFalse();
            }
        }
    }

    @Test
    void aConnectionIsCutWithItsDependencyAndTheCutEndsWhenNobodyRenewsIt() throws IOException {
        cutsAndComesBack("fl.dep.db.blackhole");
    }

    @Test
    void aConnectionIsCutWithItsZoneAndTheCutEndsWhenNobodyRenewsIt() throws IOException {
        cutsAndComesBack("fl.zone.zone-a.blackhole");
    }

    private void cutsAndComesBack(String key) throws IOException {
        sidecar.give(database());
        var place = place();

        try (var app = connected(place, "db")) {
            assertThat(app.echoes("before")).isTrue();
            sidecar.fault(key, LIFE);

            assertThat(app.isCutWithin(AT_ONCE)).as(key).isTrue();
        }
        try (var refused = new TestApp(place)) {
            assertThat(refused.isCutWithin(AT_ONCE)).isTrue();
        }
        sidecar.loseTheServer();

        eventually(Duration.ofSeconds(8), () -> {
            try (var app = new TestApp(place)) {
                assertThat(app.line()).isEqualTo("db");
            }
        });
    }

    @Test
    void anotherDependencyAndAnotherZoneStayConnected() throws IOException {
        try (var cache = TestPeer.greeting("cache")) {
            sidecar.give(TestWorld.of(
                    policy(on("db", db.port(), "protocol: TCP"), on("cache", cache.port(), "protocol: TCP")),
                    service("db", db.port(), pod(db)),
                    service("cache", cache.port(), pod(cache, "zone-b")),
                    zone("zone-a"),
                    zone("zone-b")));

            try (var toDb = connected(place(), "db");
                    var toCache = connected(sidecar.at("cache.shop:" + cache.port()), "cache")) {
                sidecar.fault("fl.dep.db.blackhole", LIFE);
                assertThat(toDb.isCutWithin(AT_ONCE)).isTrue();
                assertThat(toCache.echoes("still there")).isTrue();

                sidecar.fault("fl.zone.zone-a.blackhole", LIFE);
                assertThat(toCache.isCutWithin(AT_ONCE)).isFalse();
                assertThat(toCache.echoes("still there")).isTrue();
            }
        }
    }

    @Test
    void oneDeadEndpointOfTwoFailsNoConnection() throws IOException {
        var gone = TestPeer.greeting("gone");
        gone.close();
        sidecar.give(TestWorld.of(
                policy(on("db", db.port(), "protocol: TCP")), service("db", db.port(), pod(db), pod(gone))));

        for (var attempt = 0; attempt < 20; attempt++) {
            connected(place(), "db").close();
        }
    }

    @Test
    void aConnectionEndsAfterTheSilenceThatItsPolicyAllows() throws IOException {
        sidecar.give(TestWorld.of(
                policy(on("db", db.port(), "protocol: TCP, idleTimeout: 1s")), service("db", db.port(), pod(db))));

        try (var app = connected(place(), "db")) {
            assertThat(app.isCutWithin(Duration.ofMillis(500))).isFalse();
            assertThat(app.isCutWithin(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void aConnectionThatIsNotMadeInTimeEnds() throws IOException {
        // Nobody accepts, and there is room for few who wait.
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var first = new Socket(full.getInetAddress(), full.getLocalPort());
                var second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            sidecar.give(TestWorld.of(
                    policy(on("db", db.port(), "protocol: TCP, connectTimeout: 300ms")),
                    service("db", db.port(), new TestWorld.Pod(full.getLocalPort(), "zone-a"))));

            try (var app = new TestApp(place())) {
                assertThat(app.isCutWithin(Duration.ofMillis(150))).isFalse();
                // Three tries, which would take 15 s without the policy's word.
                assertThat(app.isCutWithin(Duration.ofSeconds(8))).isTrue();
            }
        }
    }

    @Test
    void aHostOutsideGetsTheBytesAsTheyAre() throws IOException {
        sidecar.give(TestWorld.of(
                policy("name: mail, external: {host: mail.example.com, port: " + db.port() + "}, protocol: TCP")));

        try (var app = connected(sidecar.at("mail.example.com:" + db.port()), "db")) {
            assertThat(app.echoes("\u0016\u0003\u0001\u0000\u00ff")).isTrue();
        }
    }

    @Test
    void withoutAnEndpointAConnectionEndsAtOnceAndWorksWhenOneComes() throws IOException {
        var dependency = policy(on("db", db.port(), "protocol: TCP"));
        sidecar.give(TestWorld.of(dependency, service("db", db.port())));
        try (var app = new TestApp(place())) {
            assertThat(app.isCutWithin(AT_ONCE)).isTrue();
        }

        sidecar.give(TestWorld.of(dependency, service("db", db.port(), pod(db))));

        connected(place(), "db").close();
    }
}
