package dev.faultline.net.server;

import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Intake;
import dev.faultline.net.line.Line;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Commands and their answers of one line. Source: Redis documentation, "Redis serialization protocol". */
final class RedisReplies {
    private static final int LONGEST_LINE = 4096;

    private final Line line;
    private final Intake intake;

    RedisReplies(Line line, Intake intake) {
        this.line = line;
        this.intake = intake;
    }

    /** What a command gives. */
    sealed interface Reply {
        record Fine(String word) implements Reply {}

        record Refused(Code code) implements Reply {}
    }

    /** The first word of an error. Source: Redis, server.c, createSharedObjects. */
    enum Code {
        NOAUTH,
        NOPERM,
        WRONGPASS,
        LOADING,
        MASTERDOWN,
        BUSY,
        DENIED,
        MISCONF,
        CLUSTERDOWN,
        /** Any other, among them "max number of clients reached". */
        ERR;

        private static Code of(String error) {
            for (var code : values()) {
                if (error.startsWith(code + " ")) {
                    return code;
                }
            }
            return ERR;
        }
    }

    /** A command as a list of texts. */
    private static byte[] bytes(String... words) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (var word : words) {
            var bytes = word.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(bytes);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    Reply to(String... command) throws Failure {
        line.send(bytes(command));
        return switch (intake.take(1)[0]) {
            case '+' -> new Reply.Fine(rest().toUpperCase(Locale.ROOT));
            case '-' -> new Reply.Refused(Code.of(rest()));
            default -> throw strange();
        };
    }

    Failure strange() {
        return intake.strange();
    }

    private String rest() throws Failure {
        var text = new ByteArrayOutputStream();
        while (text.size() < LONGEST_LINE) {
            var next = intake.take(1)[0];
            if (next == '\n') {
                return text.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            text.write(next);
        }
        throw strange();
    }
}
