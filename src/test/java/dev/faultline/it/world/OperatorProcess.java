package dev.faultline.it.world;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One replica of the operator: the packaged program in a process of its own. */
public final class OperatorProcess implements AutoCloseable {
    static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Duration START = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 20;

    private final ChildProcess child;
    private final Ports ports;

    private OperatorProcess(ChildProcess child, Ports ports) {
        this.child = child;
        this.ports = ports;
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
            var logs = Files.createDirectories(ChildProcess.LOGS);
            var kubeconfig = OperatorAccount.ACCOUNT.kubeconfig(url, logs.resolve(name + ".kubeconfig"));
            var ports = new Ports(ChildProcess.freePort(), ChildProcess.freePort(), ChildProcess.freePort());
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
            var terms = new ChildProcess.Terms("the operator", logs.resolve(name + ".log"), STOP_SECONDS);
            return new OperatorProcess(ChildProcess.start(builder, terms), ports);
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
        return child.process().isAlive();
    }

    public boolean isLeading() {
        return get("/q/metrics").body().contains("faultline_leader 1.0");
    }

    /** The answer of the management port; 0 while nobody listens. */
    public ChildProcess.Answer get(String path) {
        return child.get(ports.management(), path);
    }

    public String log() {
        return child.log();
    }

    public List<String> logLines() {
        return child.logLines();
    }

    /** SIGTERM, as the kubelet does. */
    public int stop() {
        child.process().destroy();
        return awaitExit();
    }

    /** SIGTERM, without waiting for the end. */
    public void terminate() {
        child.process().destroy();
    }

    /** SIGKILL, as when a node goes away. */
    public void kill() {
        child.process().destroyForcibly();
        awaitExit();
    }

    public int awaitExit() {
        return child.awaitExit();
    }

    /** SIGTERM, so that the Lease is free for the next; SIGKILL when that does not help. */
    @Override
    public void close() {
        child.close();
    }
}
