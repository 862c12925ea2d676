package dev.faultline.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on this host that behaves as it is told, until it is closed. */
final class TestServer implements AutoCloseable {
    /** How it behaves. */
    enum Manner {
        Serves,
        ServesInterim,
        AnswersInBytes,
        NeverEndsBody,
        Fails,
        Redirects,
        Hangs,
        Drips,
        HangsUp,
        HangsUpInHead,
        SpeaksSmtp,
        SaysNonsense,
        IsEndless
    }

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    private final ServerSocket socket;
    private final List<Socket> others = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile String heard = "";

    private TestServer(ServerSocket socket) {
        this.socket = socket;
    }

    static TestServer that(Manner manner) throws IOException {
        return behaving((server, peer) -> server.behave(peer, manner), manner);
    }

    /** One that gives that answer and hangs up. */
    static TestServer saying(String words) throws IOException {
        return behaving((_, peer) -> say(peer, words), Manner.Serves);
    }

    private static TestServer behaving(Behaviour behaviour, Manner manner) throws IOException {
        var server = new TestServer(new ServerSocket(0, 50));
        Thread.ofVirtual().start(() -> server.accept(behaviour, manner));
        return server;
    }

    private interface Behaviour {
        void towards(TestServer server, Socket peer) throws IOException;
    }

    /** One that never takes a connection; the system takes a few in its place. */
    static TestServer withFullBacklog() throws IOException {
        var server = new TestServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        var full = false;
        while (!full) {
            var other = new Socket();
            server.others.add(other);
            try {
                other.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 300);
            } catch (SocketTimeoutException e) {
                full = true;
            }
        }
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** The last question. */
    String heard() {
        return heard;
    }

    private void accept(Behaviour behaviour, Manner manner) {
        while (!socket.isClosed()) {
            try {
                var peer = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> answer(peer, behaviour, manner));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket peer, Behaviour behaviour, Manner manner) {
        try (peer) {
            if (manner == Manner.SpeaksSmtp) {
                say(peer, "220 smtp.example.com ESMTP\r\n");
            }
            hear(peer);
            behaviour.towards(this, peer);
            peer.shutdownOutput();
            peer.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The check has had enough.
        }
    }

    private void hear(Socket peer) throws IOException {
        var question = new ByteArrayOutputStream();
        while (!question.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = peer.getInputStream().read();
            if (next < 0) {
                return;
            }
            question.write(next);
        }
        heard = question.toString(StandardCharsets.ISO_8859_1);
    }

    private void behave(Socket peer, Manner manner) throws IOException {
        switch (manner) {
            case Serves -> say(peer, OK);
            case ServesInterim -> say(peer, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK);
            case AnswersInBytes -> {
                for (var letter : OK.split("")) {
                    say(peer, letter);
                }
            }
            case NeverEndsBody -> {
                say(peer, "HTTP/1.1 200 OK\r\n\r\n");
                wait(peer);
            }
            case Fails -> say(peer, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 6\r\n\r\nsecret");
            case Redirects -> say(peer, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n");
            case Hangs -> wait(peer);
            case Drips -> drip(peer);
            case HangsUp, SpeaksSmtp -> {}
            case HangsUpInHead -> say(peer, "HTTP/1.1 200 OK\r\nContent-");
            case SaysNonsense -> say(peer, "HTTP/1.1 twohundred secret\r\n\r\n");
            case IsEndless -> {
                say(peer, "HTTP/1.1 200 OK\r\n");
                while (!socket.isClosed()) {
                    say(peer, "X-Filler: " + "x".repeat(1000) + "\r\n");
                }
            }
        }
    }

    /** A byte now and then, each of which would begin a timeout for one byte anew. */
    private void drip(Socket peer) throws IOException {
        say(peer, "HTTP/1.1 200 OK\r\nX-Filler: ");
        while (!socket.isClosed()) {
            say(peer, "x");
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void wait(Socket peer) throws IOException {
        peer.getInputStream().readAllBytes();
    }

    private static void say(Socket peer, String words) throws IOException {
        OutputStream out = peer.getOutputStream();
        out.write(words.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var other : others) {
            other.close();
        }
    }
}
