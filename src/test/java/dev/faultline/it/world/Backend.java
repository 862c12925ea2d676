package dev.faultline.it.world;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on this host that goes and comes back, always at the same port. */
public final class Backend implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final AtomicInteger questions = new AtomicInteger();
    private final int port;
    private volatile boolean failing;
    private HttpServer server;

    private Backend(int port) {
        this.server = listening(port);
        this.port = server.getAddress().getPort();
    }

    public static Backend up() {
        return new Backend(0);
    }

    private HttpServer listening(int wanted) {
        try {
            var listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
            listening.createContext("/", exchange -> {
                questions.incrementAndGet();
                exchange.sendResponseHeaders(failing ? UNAVAILABLE : OK, -1);
                exchange.close();
            });
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public int questions() {
        return questions.get();
    }

    /** Answers, but not well. */
    public void fails(boolean now) {
        failing = now;
    }

    /** Nobody listens any more. */
    public void goes() {
        server.stop(0);
    }

    public void comesBack() {
        server = listening(port);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
