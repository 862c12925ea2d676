package dev.faultline.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server on this host that says one thing after each that it hears, and then holds the line or hangs up. */
final class ScriptServer implements AutoCloseable {
    private static final int MOST = 64 * 1024;

    private final ServerSocket socket;
    private final Queue<byte[]> heard = new ConcurrentLinkedQueue<>();

    /**
     * What it says.
     *
     * @param lines one for each that it hears
     * @param holds whether it stays on the line after the last
     */
    record Script(List<byte[]> lines, boolean holds) {}

    ScriptServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    ScriptServer(ServerSocket socket, Script script) {
        this.socket = socket;
        Thread.ofVirtual().start(() -> accept(script));
    }

    /**
     * Text with escapes as they stand in tables of tests: {@code \r}, {@code \n}, and {@code {0a1b}} for bytes.
     * One {@code /} stands between what is said after one question and the next.
     */
    static ScriptServer saying(String words, boolean holds) throws IOException {
        return new ScriptServer(new Script(
                List.of(words.split("/")).stream().map(ScriptServer::bytes).toList(), holds));
    }

    static byte[] bytes(String words) {
        var out = new StringBuilder();
        var rest = words.replace("\\r", "\r").replace("\\n", "\n");
        while (!rest.isEmpty()) {
            if (rest.startsWith("{")) {
                var end = rest.indexOf('}');
                out.append(new String(
                        HexFormat.of().parseHex(rest.substring(1, end).replace(" ", "")), StandardCharsets.ISO_8859_1));
                rest = rest.substring(end + 1);
            } else {
                out.append(rest.charAt(0));
                rest = rest.substring(1);
            }
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** All that was heard so far. */
    List<byte[]> heard() {
        return List.copyOf(heard);
    }

    private void accept(Script script) {
        while (!socket.isClosed()) {
            try {
                var peer = socket.accept();
                Thread.ofVirtual().start(() -> talk(peer, script));
            } catch (IOException e) {
                // Closed, or a handshake of TLS that came to nothing.
            }
        }
    }

    private void talk(Socket peer, Script script) {
        try (peer) {
            for (var line : script.lines()) {
                if (!hear(peer)) {
                    return;
                }
                peer.getOutputStream().write(line);
                peer.getOutputStream().flush();
            }
            if (!script.holds()) {
                peer.shutdownOutput();
            }
            while (hear(peer)) {
                // It has nothing more to say.
            }
        } catch (IOException e) {
            // The check has had enough.
        }
    }

    private boolean hear(Socket peer) throws IOException {
        var read = new byte[MOST];
        var length = peer.getInputStream().read(read);
        if (length > 0) {
            heard.add(Arrays.copyOf(read, length));
        }
        return length >= 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
