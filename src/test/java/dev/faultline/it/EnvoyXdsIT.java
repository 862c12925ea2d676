package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.it.world.Eventually.throughout;
import static dev.faultline.xds.Samples.cluster;
import static dev.faultline.xds.Samples.endpoints;
import static dev.faultline.xds.Samples.listener;
import static dev.faultline.xds.Samples.routes;
import static dev.faultline.xds.Samples.runtime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.Resource;
import dev.faultline.envoy.ResourceType;
import dev.faultline.it.envoy.ControlPlane;
import dev.faultline.it.envoy.EnvoyProcess;
import dev.faultline.it.envoy.Upstream;
import dev.faultline.it.world.ChildProcess;
import dev.faultline.xds.ProxyState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Envoy and our own server: what is promised of the protocol, and what is believed of Envoy. */
class EnvoyXdsIT {
    private static final String POD = "web-1";

    /** When no server answers, Envoy waits longer each time, up to 30 s. */
    private static final Duration BACK = Duration.ofSeconds(60);

    @TempDir
    private Path files;

    private final Upstream one = new Upstream("one");
    private final Upstream two = new Upstream("two");
    private final int port = ChildProcess.freePort();
    private ControlPlane control;
    private EnvoyProcess envoy;

    @BeforeEach
    void givenASidecar() {
        control = new ControlPlane(files).start();
        envoy = control.launch(POD);
        eventually(() -> assertThat(control.state(POD)).as(envoy::log).isPresent());
    }

    @AfterEach
    void stopAll() {
        envoy.close();
        control.close();
        one.close();
        two.close();
    }

    private Resource[] to(Upstream upstream, Resource... more) {
        return Stream.concat(
                        Stream.of(
                                runtime(),
                                cluster("app"),
                                endpoints("app", upstream.port()),
                                listener("app", port),
                                routes("app", "app")),
                        Stream.of(more))
                .toArray(Resource[]::new);
    }

    private void publish(Resource... resources) {
        control.publish(resources);
        eventually(() -> assertThat(control.isCurrent(POD))
                .as(() -> control.state(POD) + envoy.log())
                .isTrue());
    }

    private String whereItIs() {
        return control.state(POD) + "\nstreams: " + control.connections() + "\nresponses: " + control.pushes() + "\n"
                + envoy.admin("/stats?filter=control_plane") + envoy.log();
    }

    private String call() {
        return envoy.get(port, "/").body();
    }

    @Test
    void itIsReadyOnceItHasAConfigurationAndNotBefore() {
        throughout(Duration.ofSeconds(1), () -> assertThat(envoy.isReady()).isFalse());

        publish(to(one));

        envoy.awaitReady();
        assertThat(call()).isEqualTo("one");
    }

    @Test
    void anEmptyConfigurationMakesItReadyToo() {
        publish(runtime());

        envoy.awaitReady();
    }

    @Test
    void changesAreHot() {
        publish(to(one));

        publish(to(two));
        assertThat(call()).isEqualTo("two");

        publish(
                runtime(),
                cluster("other"),
                endpoints("other", one.port()),
                listener("app", port),
                routes("app", "other"));
        assertThat(call()).isEqualTo("one");
        assertThat(envoy.admin("/clusters")).contains("other::").doesNotContain("app::");
    }

    /** Envoy itself would wait 15 s for endpoints that it has already. */
    @Test
    void aChangedClusterIsAtWorkAtOnce() {
        publish(to(one));

        control.publish(
                runtime(),
                cluster("app", "app", 5),
                endpoints("app", one.port()),
                listener("app", port),
                routes("app", "app"));

        eventually(Duration.ofSeconds(5), () -> {
            assertThat(control.isCurrent(POD)).isTrue();
            assertThat(envoy.admin("/clusters")).contains("app::default_priority::max_requests::5");
        });
        assertThat(call()).isEqualTo("one");
    }

    @Test
    void whatItRefusesLeavesTheLastGoodInForceAndItsWordsInTheState() {
        publish(to(one));

        control.publish(
                runtime(), cluster("app"), endpoints("app", "no-ip", 1), listener("app", port), routes("app", "app"));

        eventually(() -> assertThat(rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.type()).isEqualTo(ResourceType.Endpoints);
            assertThat(rejection.resource()).isEqualTo("app");
            assertThat(rejection.message()).contains("malformed IP address: no-ip");
        }));
        assertThat(control.isCurrent(POD)).isFalse();
        assertThat(call()).isEqualTo("one");
        publish(to(two));
        assertThat(call()).isEqualTo("two");
    }

    @Test
    void whatItRefusesDoesNotHoldUpWhatCameWithIt() {
        publish(to(one));
        var good = ChildProcess.freePort();

        control.publish(to(
                one,
                listener("good", "127.0.0.1", good, "app"),
                // TEST-NET-1: no address of this machine.
                listener("bad", "192.0.2.1", good, "app")));

        eventually(() -> assertThat(rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.type()).isEqualTo(ResourceType.Listener);
            assertThat(rejection.resource()).isEqualTo("bad");
            assertThat(rejection.message()).contains("192.0.2.1");
        }));
        eventually(() -> assertThat(envoy.get(good, "/").body()).isEqualTo("one"));
        var pushes = control.pushes();
        throughout(Duration.ofSeconds(1), () -> assertThat(control.pushes()).isEqualTo(pushes));
    }

    private List<ProxyState.Rejection> rejections() {
        return control.state(POD).map(ProxyState::rejections).orElse(List.of());
    }

    @Test
    void trafficGoesOnWithoutAServerAndARestartedOneSendsNothing() {
        publish(to(one));
        assertThat(control.sentBytes()).isPositive();

        control.stop();
        throughout(Duration.ofSeconds(3), () -> assertThat(call()).isEqualTo("one"));
        control.start();

        eventually(
                BACK,
                () -> assertThat(control.isCurrent(POD)).as(this::whereItIs).isTrue());
        throughout(Duration.ofSeconds(1), () -> assertThat(control.sentBytes()).isZero());
        publish(to(two));
        assertThat(call()).isEqualTo("two");
    }

    @Test
    void whatChangedWhileNoServerWasThereIsMadeUpFor() {
        publish(to(one, cluster("old"), endpoints("old", 1)));
        control.stop();

        control.publish(to(two));
        control.start();

        eventually(
                BACK,
                () -> assertThat(control.isCurrent(POD)).as(this::whereItIs).isTrue());
        assertThat(call()).isEqualTo("two");
        assertThat(envoy.admin("/clusters")).doesNotContain("old::");
    }

    @Test
    void aStreamThatEndsByAgeIsFollowedByAnother() {
        control.stop();
        control.start(Duration.ofSeconds(1));
        publish(to(one));
        var streams = control.connections();
        var pushes = control.pushes();

        eventually(() -> {
            assertThat(call()).isEqualTo("one");
            assertThat(control.connections()).isGreaterThan(streams + 3);
        });

        assertThat(control.pushes()).isEqualTo(pushes);
    }

    @Test
    void aNewCertificateDisturbsNoStreamAndServesTheNextProxy() {
        publish(to(one));
        var streams = control.connections();

        control.rotate();
        publish(to(two));

        assertThat(call()).isEqualTo("two");
        assertThat(control.connections()).isEqualTo(streams);
        envoy.close();
        envoy = control.launch("web-2");
        envoy.awaitReady();
        assertThat(call()).isEqualTo("two");
    }

    @Test
    void aFaultLastsWhileItIsRenewedAndEndsWithTheServer() {
        var fault = runtime("fl.in.abort_percent", 100).expiringAfter(Duration.ofSeconds(2));
        publish(fault);
        envoy.awaitReady();
        assertThat(envoy.admin("/runtime")).contains("fl.in.abort_percent");

        throughout(
                Duration.ofSeconds(5), () -> assertThat(envoy.admin("/runtime")).contains("fl.in.abort_percent"));
        control.stop();

        eventually(() -> assertThat(envoy.admin("/runtime")).doesNotContain("fl.in.abort_percent"));
    }

    /** Longer than Envoy would wait for all types by default, one after the other: three times 15 s. */
    @Test
    void withoutAServerItIsNeverReady() {
        envoy.close();
        control.stop();
        envoy = control.launch("lonely");

        throughout(Duration.ofSeconds(50), () -> assertThat(envoy.isReady()).isFalse());
    }
}
