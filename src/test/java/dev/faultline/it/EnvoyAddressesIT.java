package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static dev.faultline.xds.Samples.cluster;
import static dev.faultline.xds.Samples.endpoints;
import static dev.faultline.xds.Samples.listener;
import static dev.faultline.xds.Samples.routes;
import static dev.faultline.xds.Samples.runtime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Loopbacks;
import dev.faultline.envoy.Addressing;
import dev.faultline.it.envoy.ControlPlane;
import dev.faultline.it.envoy.TestApp;
import dev.faultline.it.envoy.Upstream;
import dev.faultline.it.world.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Envoy where pods have addresses of this kind or that: the kubelet, the operator and the pods it calls. */
class EnvoyAddressesIT {
    @TempDir
    private Path files;

    static Stream<String> loopbacks() {
        return Loopbacks.all();
    }

    @ParameterizedTest
    @MethodSource("loopbacks")
    void aSidecarIsConfiguredAndReadyAndCallsPods(String address) throws IOException {
        var captured = ChildProcess.freePort();
        try (var control = new ControlPlane(files).start();
                var upstream = new Upstream("one", InetAddress.ofLiteral(address));
                var envoy = control.launch("web-1", host(address), Addressing.of(List.of(address)))) {
            eventually(() -> assertThat(control.state("web-1")).as(envoy::log).isPresent());
            control.publish(
                    runtime(),
                    cluster("app"),
                    endpoints("app", address, upstream.port()),
                    listener("app", "127.64.1.1", captured, "app"),
                    routes("app", "app"));
            eventually(
                    () -> assertThat(control.isCurrent("web-1")).as(envoy::log).isTrue());

            assertThat(answer(address, envoy.readyPort(), "/ready").status()).isEqualTo(200);
            assertThat(answer("127.0.0.1", envoy.readyPort(), "/ready").status())
                    .as("IPv4 as well, for what in the pod asks so")
                    .isEqualTo(200);
            assertThat(answer("127.64.1.1", captured, "/").body()).isEqualTo("one");
        }
    }

    /** The certificate of the test's server has no 127.0.0.1. */
    private static String host(String address) {
        return address.equals("::1") ? Loopbacks.bracketed(address) : "localhost";
    }

    private static TestApp.Reply answer(String address, int port, String path) throws IOException {
        try (var app = new TestApp(new InetSocketAddress(InetAddress.ofLiteral(address), port))) {
            app.send("GET " + path + " HTTP/1.1\r\nHost: app.test\r\n\r\n");
            return app.reply();
        }
    }
}
