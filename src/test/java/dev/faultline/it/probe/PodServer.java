package dev.faultline.it.probe;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Stands in for the application of one pod: a health endpoint at an address of this host. */
final class PodServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final String address;
    private final HttpServer server;
    private volatile boolean down;

    /** @param port 0 for any that is free */
    PodServer(String address, int port) {
        this.address = address;
        try {
            server = HttpServer.create(new InetSocketAddress(address, port), 0);
            server.createContext("/q/health/well", exchange -> {
                var word = down ? "DOWN" : "UP";
                var body = "{\"status\":\"%1$s\",\"checks\":[{\"name\":\"db\",\"status\":\"%1$s\"}]}"
                        .formatted(word)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(down ? UNAVAILABLE : OK, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return address;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Says so of its database, and answers 503. */
    void goesDown(boolean now) {
        down = now;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
