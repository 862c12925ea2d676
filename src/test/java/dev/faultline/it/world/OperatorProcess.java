package dev.faultline.it.world;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One replica of the operator: the packaged program in a process of its own. */
public final class OperatorProcess implements AutoCloseable {
    static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    static final Path LOGS = Path.of("target", "it-logs");
    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Duration START = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final Ports ports;
    private final Thread hook;

    private OperatorProcess(Process process, Path log, Ports ports) {
        this.process = process;
        this.log = log;
        this.ports = ports;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Replicas share this machine, so each has ports of its own; the API server is told the leader's. */
    private record Ports(int management, int webhook, int xds) {
        Map<String, String> environment() {
            return Map.of(
                    "QUARKUS_MANAGEMENT_HOST",
                    "127.0.0.1",
                    "QUARKUS_MANAGEMENT_PORT",
                    String.valueOf(management),
                    "FAULTLINE_WEBHOOK_PORT",
                    String.valueOf(webhook),
                    "FAULTLINE_WEBHOOK_URL",
                    "https://127.0.0.1:" + webhook + "/mutate",
                    "FAULTLINE_XDS_PORT",
                    String.valueOf(xds),
                    "FAULTLINE_XDS_ADDRESS",
                    "127.0.0.1:" + xds);
        }
    }

    /** A replica that is ready and has the Lease. */
    public static OperatorProcess leading(String name) {
        var operator = launch(name, Map.of());
        operator.awaitLeading();
        return operator;
    }

    /** A replica that has only been started. */
    public static OperatorProcess launch(String name, Map<String, String> settings) {
        return launch(
                name, settings, ApiServer.ready().client().getConfiguration().getMasterUrl());
    }

    /** @param url where it is to reach the API server */
    static OperatorProcess launch(String name, Map<String, String> settings, String url) {
        try {
            Files.createDirectories(LOGS);
            var log = LOGS.resolve(name + ".log");
            var kubeconfig = OperatorAccount.ACCOUNT.kubeconfig(url, LOGS.resolve(name + ".kubeconfig"));
            var ports = new Ports(freePort(), freePort(), freePort());
            var builder = new ProcessBuilder(
                    JAVA.toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", JAR.toString());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("FAULTLINE_"));
            builder.environment().putAll(ports.environment());
            builder.environment()
                    .putAll(Map.of(
                            "KUBECONFIG",
                            kubeconfig.toAbsolutePath().toString(),
                            "FAULTLINE_NAMESPACE",
                            ApiServer.OPERATOR_NAMESPACE,
                            "FAULTLINE_IDENTITY",
                            name));
            builder.environment().putAll(settings);
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return new OperatorProcess(builder.start(), log, ports);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int xdsPort() {
        return ports.xds();
    }

    public void awaitReady() {
        eventually(
                START,
                () -> assertThat(get("/q/health/ready").statusCode()).as(log()).isEqualTo(200));
    }

    public void awaitLeading() {
        awaitReady();
        eventually(START, () -> assertThat(isLeading()).isTrue());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public boolean isLeading() {
        return get("/q/metrics").body().contains("faultline_leader 1.0");
    }

    /** The answer of the management port; 0 while nobody listens. */
    public Answer get(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.management() + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            assertThat(process.isAlive())
                    .as(() -> "the operator has ended: " + log())
                    .isTrue();
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

    /** SIGTERM, as the kubelet does. */
    public int stop() {
        process.destroy();
        return awaitExit();
    }

    /** SIGTERM, without waiting for the end. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL, as when a node goes away. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    public int awaitExit() {
        try {
            assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS))
                    .as("the operator ends within " + STOP_SECONDS + " s")
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM, so that the Lease is free for the next; SIGKILL when that does not help. */
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

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
