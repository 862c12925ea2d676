package dev.faultline.it.server;

import com.sun.net.httpserver.HttpServer;
import dev.faultline.gameday.signal.Bound;
import dev.faultline.gameday.signal.Signal;
import dev.faultline.it.world.ChildProcess;
import dev.faultline.net.guard.Standing;
import dev.faultline.net.metrics.Prometheus;
import dev.faultline.probe.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A real Prometheus that asks an exporter of this test twice a second. */
public final class PrometheusServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int port = ChildProcess.freePort();
    private final ServerHome home = new ServerHome("prometheus");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpServer exporter;
    private final RealServer server;
    private volatile String metrics = "";

    public PrometheusServer() {
        this.exporter = exporter();
        var file =
                home.write("prometheus.yml", """
                global: {scrape_interval: 500ms, scrape_timeout: 400ms}
                scrape_configs:
                - job_name: shop
                  static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(exporter.getAddress().getPort()));
        var command = List.of(
                Programs.find("prometheus", "prometheus").toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + home.folder("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--query.lookback-delta=5s",
                "--log.level=warn");
        this.server = new RealServer("prometheus-" + port, new ProcessBuilder(command), () -> ask("up", "0.5"));
    }

    private HttpServer exporter() {
        try {
            var listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            listening.createContext("/metrics", exchange -> {
                var body = metrics.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param lines as an exporter writes them, such as {@code errors 0.07} */
    public void measures(String... lines) {
        metrics = String.join("\n", lines) + "\n";
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** As the operator asks it, by its address. */
    public Prometheus client() {
        return client(url());
    }

    Prometheus client(URI url) {
        var network =
                new Prometheus.Network((_, host) -> List.of(InetAddress.getByName(host)), _ -> new Standing.Outside());
        return Prometheus.at(Optional.of(url), network, timer, "faultline-system");
    }

    /** Good, or why it is not; bad is less than the bound. */
    String ask(String query, String bound) {
        return words(client().ask(new Signal.PromQl(query, new Bound.Below(new BigDecimal(bound))), PATIENCE));
    }

    static String words(Answer answer) {
        return switch (answer) {
            case Answer.Good _ -> "good";
            case Answer.Bad(var message) -> message;
            case Answer.Untold(var message) -> "untold: " + message;
        };
    }

    public void stop() {
        server.stop();
    }

    public void startAgain() {
        server.startAgain();
    }

    /** Connections are taken, and nobody answers. */
    public void freeze() {
        server.freeze();
    }

    public void thaw() {
        server.thaw();
    }

    @Override
    public void close() {
        server.close();
        exporter.stop(0);
        timer.shutdownNow();
        home.close();
    }
}
