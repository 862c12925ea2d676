package dev.faultline.it.envoy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** A server on 127.0.0.1 that says to each connection what a test wants, byte for byte. */
public final class TestPeer implements AutoCloseable {
    private final ServerSocket server;
    private final Talk talk;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<String> heads = new CopyOnWriteArrayList<>();

    /** What is said on one connection. */
    @FunctionalInterface
    public interface Talk {
        void with(TestPeer peer, Socket socket, InputStream input) throws IOException;
    }

    public TestPeer(Talk talk) {
        this(talk, listening());
    }

    public TestPeer(Talk talk, ServerSocket server) {
        this.talk = talk;
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers each request with a name. */
    public static TestPeer named(String name) {
        return new TestPeer((peer, socket, input) -> {
            while (!peer.head(input).isEmpty()) {
                write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
            }
        });
    }

    /** Answers each request with a status, and with the number of the request as its body. */
    public static TestPeer answering(IntUnaryOperator status) {
        var count = new AtomicInteger();
        return new TestPeer((peer, socket, input) -> {
            while (!peer.head(input).isEmpty()) {
                var number = count.incrementAndGet();
                var body = String.valueOf(number);
                write(
                        socket,
                        "HTTP/1.1 " + status.applyAsInt(number) + " So\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body);
            }
        });
    }

    /** Speaks first, and then gives back what it gets. */
    public static TestPeer greeting(String name) {
        return new TestPeer((_, socket, input) -> {
            write(socket, name + "\n");
            input.transferTo(socket.getOutputStream());
        });
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Reads the head of a message, with its last empty line; empty at the end of the connection. */
    public String head(InputStream input) throws IOException {
        var head = readHead(input);
        if (!head.isEmpty()) {
            heads.add(head);
        }
        return head;
    }

    static String readHead(InputStream input) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var read = input.read();
            if (read < 0) {
                return "";
            }
            head.append((char) read);
        }
        return head.toString();
    }

    /** The heads of all requests so far, as they came. */
    public List<String> heads() {
        return heads;
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            talk.with(this, socket, new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            // The other side is gone.
        } finally {
            connections.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : connections) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
