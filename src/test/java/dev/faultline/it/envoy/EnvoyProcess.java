package dev.faultline.it.envoy;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.Bootstrap;
import dev.faultline.envoy.SidecarPort;
import dev.faultline.it.world.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One real Envoy, started with the bootstrap that every sidecar is started with, but for ports and places of files. */
public final class EnvoyProcess implements AutoCloseable {
    private static final Path LOGS = Path.of("target", "it-logs");
    private static final int STOP_SECONDS = 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int admin;
    private final int ready;
    private final Thread hook;

    /**
     * @param node what it calls itself: namespace, slash, pod
     * @param xds host and port
     */
    public record Start(String node, String xds, Path ca, Path token) {}

    private EnvoyProcess(Process process, Path log, int admin, int ready) {
        this.process = process;
        this.log = log;
        this.admin = admin;
        this.ready = ready;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @param name of its log, among those of all tests */
    public static EnvoyProcess launch(String name, Start start) {
        try {
            Files.createDirectories(LOGS);
            var log = LOGS.resolve(name + ".log");
            var admin = freePort();
            var ready = freePort();
            var yaml = Bootstrap.yaml(start.xds())
                    .replace(Bootstrap.CA_FILE, start.ca().toString())
                    .replace(Bootstrap.TOKEN_FILE, start.token().toString())
                    .replace(port(SidecarPort.ADMIN), "port_value: " + admin)
                    .replace(port(SidecarPort.READY), "port_value: " + ready)
                    .replace(port(SidecarPort.PROMETHEUS), "port_value: " + freePort())
                    .replace("address: 0.0.0.0", "address: 127.0.0.1");
            var builder = new ProcessBuilder(
                    Setting.ENVOY.path().toString(),
                    "--config-yaml",
                    yaml,
                    "--service-node",
                    start.node(),
                    "--service-cluster",
                    "test",
                    "--concurrency",
                    "1",
                    "--drain-strategy",
                    "immediate",
                    "--drain-time-s",
                    "600",
                    "--disable-hot-restart");
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return new EnvoyProcess(builder.start(), log, admin, ready);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String port(SidecarPort port) {
        return "port_value: " + port.number();
    }

    /** A port of 127.0.0.1 that nobody has at this moment. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Whether a kubelet would call it ready. */
    public boolean isReady() {
        return get(ready, "/ready").statusCode() == 200;
    }

    public void awaitReady() {
        eventually(() -> assertThat(isReady()).as(this::log).isTrue());
    }

    /** The answer of its own interface. */
    public String admin(String path) {
        return get(admin, path).body();
    }

    /** The answer at a port of this machine; status 0 while nobody listens there. */
    public Answer get(int port, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            assertThat(process.isAlive()).as(() -> "Envoy has ended: " + log()).isTrue();
            return new Answer(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public record Answer(int statusCode, String body) {}

    public String log() {
        return String.join("\n", logLines());
    }

    public List<String> logLines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
