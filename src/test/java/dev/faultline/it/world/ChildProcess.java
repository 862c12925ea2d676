package dev.faultline.it.world;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that a test has started: its log, its answers by HTTP, and its end, whatever becomes of the test. */
public final class ChildProcess implements AutoCloseable {
    public static final Path LOGS = Path.of("target", "it-logs", "fork-" + (Setting.FORK + 1));

    /** Below those that the kernel takes for connections that go out. Source: Linux ip_local_port_range. */
    private static final int FIRST_PORT = 10_000;

    private static final int PORTS = 10_000;

    /** Each process begins elsewhere, so that those that run side by side rarely try the same port. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 997 % PORTS));

    private final HttpClient http = HttpClient.newHttpClient();
    private final String name;
    private final Process process;
    private final Path log;
    private final int stopSeconds;
    private final Thread hook;

    /** @param stopSeconds that it may take to end when it is asked to */
    public record Terms(String name, Path log, int stopSeconds) {}

    private ChildProcess(Process process, Terms terms) {
        this.name = terms.name();
        this.process = process;
        this.log = terms.log();
        this.stopSeconds = terms.stopSeconds();
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public static ChildProcess start(ProcessBuilder builder, Terms terms) throws IOException {
        Files.createDirectories(LOGS);
        builder.redirectErrorStream(true).redirectOutput(terms.log().toFile());
        return new ChildProcess(builder.start(), terms);
    }

    /** A port of 127.0.0.1 that nobody has, and that no connection takes before it is used. */
    public static int freePort() {
        for (var attempt = 0; attempt < PORTS; attempt++) {
            var port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new AssertionError("no port of this machine is free");
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
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
            assertThat(process.isAlive())
                    .as(() -> name + " has ended: " + log())
                    .isTrue();
            return new Answer(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public record Answer(int statusCode, String body) {}

    public Process process() {
        return process;
    }

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

    public int awaitExit() {
        try {
            assertThat(process.waitFor(stopSeconds, TimeUnit.SECONDS))
                    .as(name + " ends within " + stopSeconds + " s")
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM; SIGKILL when that does not help. */
    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(stopSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
