package dev.faultline.it.envoy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One connection of an application, to where it believes a host to be. */
public final class TestApp implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream input;

    public TestApp(InetSocketAddress place) throws IOException {
        socket = new Socket();
        socket.connect(place, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        input = new BufferedInputStream(socket.getInputStream());
    }

    /** @param head with its last empty line, as it was sent */
    public record Reply(String head, String body) {
        public int status() {
            return Integer.parseInt(head.split(" ")[1]);
        }

        public boolean isLast() {
            return head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
        }
    }

    /** A call on a connection of its own. */
    public static Reply call(InetSocketAddress place, String... headers) throws IOException {
        try (var app = new TestApp(place)) {
            return app.get(headers);
        }
    }

    public Reply get(String... headers) throws IOException {
        send("GET / HTTP/1.1\r\nHost: app.test\r\n"
                + String.join(
                        "",
                        Arrays.stream(headers).map(header -> header + "\r\n").toList()) + "\r\n");
        return reply();
    }

    /** A call without a body, on a connection of its own. */
    public static Reply call(String method, InetSocketAddress place, String... headers) throws IOException {
        try (var app = new TestApp(place)) {
            app.send(method + " / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 0\r\n"
                    + Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining())
                    + "\r\n");
            return app.reply();
        }
    }

    /** A call without a body. @param request method and path */
    public Reply ask(String request, String... headers) throws IOException {
        send(request + " HTTP/1.1\r\nHost: app.test\r\nContent-Length: 0\r\n"
                + Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n");
        return reply();
    }

    public Reply reply() throws IOException {
        var head = TestPeer.readHead(input);
        if (head.isEmpty()) {
            throw new IOException("closed before a reply");
        }
        var length = LENGTH.matcher(head);
        return new Reply(head, length.find() ? text(Integer.parseInt(length.group(1))) : "");
    }

    public void send(String text) throws IOException {
        TestPeer.write(socket, text);
    }

    public String text(int length) throws IOException {
        return new String(input.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** Empty at the end of the connection. */
    public String line() throws IOException {
        var line = new StringBuilder();
        for (var read = input.read(); read >= 0 && read != '\n'; read = input.read()) {
            line.append((char) read);
        }
        return line.toString();
    }

    /** Whether the other side ends the connection within that time; what it says before is lost. */
    public boolean isCutWithin(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            return input.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Whether what is sent comes back. */
    public boolean echoes(String text) throws IOException {
        send(text + "\n");
        return line().equals(text);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
