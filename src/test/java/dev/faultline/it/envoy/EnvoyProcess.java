package dev.faultline.it.envoy;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.envoy.Addressing;
import dev.faultline.envoy.Bootstrap;
import dev.faultline.envoy.SidecarPort;
import dev.faultline.it.world.ChildProcess;
import dev.faultline.it.world.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One real Envoy, started with the bootstrap that every sidecar is started with, but for ports and places of files, and it
 * tells more often what it has counted.
 */
public final class EnvoyProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 10;

    private final ChildProcess child;
    private final int admin;
    private final int ready;
    private final int prometheus;

    /**
     * @param node what it calls itself: namespace, slash, pod
     * @param xds host and port
     */
    public record Start(String node, String xds, Addressing addressing, Path ca, Path token) {}

    private EnvoyProcess(ChildProcess child, int admin, int ready, int prometheus) {
        this.child = child;
        this.admin = admin;
        this.ready = ready;
        this.prometheus = prometheus;
    }

    /** @param name of its log, among those of all tests */
    public static EnvoyProcess launch(String name, Start start) {
        try {
            var admin = ChildProcess.freePort();
            var ready = ChildProcess.freePort();
            var prometheus = ChildProcess.freePort();
            var yaml = Bootstrap.yaml(start.xds(), start.addressing())
                    .replace(Bootstrap.CA_FILE, start.ca().toString())
                    .replace(Bootstrap.TOKEN_FILE, start.token().toString())
                    .replace("stats_flush_interval: 5s", "stats_flush_interval: 1s")
                    .replace(port(SidecarPort.ADMIN), "port_value: " + admin)
                    .replace(port(SidecarPort.READY), "port_value: " + ready)
                    .replace(port(SidecarPort.PROMETHEUS), "port_value: " + prometheus)
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
                    "--disable-hot-restart",
                    "--file-flush-interval-msec",
                    "100");
            builder.environment().put("OTEL_RESOURCE_ATTRIBUTES", "service.name=test,k8s.pod.name=" + start.node());
            var terms = new ChildProcess.Terms("Envoy", ChildProcess.LOGS.resolve(name + ".log"), STOP_SECONDS);
            return new EnvoyProcess(ChildProcess.start(builder, terms), admin, ready, prometheus);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String port(SidecarPort port) {
        return "port_value: " + port.number();
    }

    public long pid() {
        return child.process().pid();
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

    /** What Prometheus reads. */
    public String prometheus() {
        return get(prometheus, "/stats/prometheus").body();
    }

    /** The answer at a port of this machine; status 0 while nobody listens there. */
    public ChildProcess.Answer get(int port, String path) {
        return child.get(port, path);
    }

    /** Where the kubelet asks. */
    public int readyPort() {
        return ready;
    }

    public String log() {
        return child.log();
    }

    public List<String> logLines() {
        return child.logLines();
    }

    @Override
    public void close() {
        child.close();
    }
}
