package dev.faultline.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A server that follows a script, for tests of other packages. */
public final class Scripted implements AutoCloseable {
    private final ScriptServer server;

    private Scripted(ScriptServer server) {
        this.server = server;
    }

    /** Says that and hangs up. */
    public static Scripted answering(String words) throws IOException {
        return new Scripted(new ScriptServer(new ScriptServer.Script(List.of(bytes(words)), false)));
    }

    /** Says that and nothing more, and stays on the line. */
    public static Scripted holding(String words) throws IOException {
        return new Scripted(new ScriptServer(new ScriptServer.Script(List.of(bytes(words)), true)));
    }

    private static byte[] bytes(String words) {
        return words.getBytes(StandardCharsets.ISO_8859_1);
    }

    public int port() {
        return server.port();
    }

    /** All that was heard so far. */
    public List<byte[]> heard() {
        return server.heard();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
