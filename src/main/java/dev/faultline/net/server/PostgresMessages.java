package dev.faultline.net.server;

import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Intake;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Messages of PostgreSQL's protocol 3.0. Source: PostgreSQL documentation, "Message Formats". */
final class PostgresMessages {
    private static final int VERSION = 3 << 16;
    private static final int WISH_FOR_TLS = 1234 << 16 | 5679;
    private static final int HEAD = 5;
    private static final Pattern STATE = Pattern.compile("[0-9A-Z]{5}");

    private final Intake intake;

    PostgresMessages(Intake intake) {
        this.intake = intake;
    }

    /** What a server says. */
    sealed interface Message {
        /** Who wants in must prove who he is, or has done so. */
        record Authentication(int kind, byte[] data) implements Message {}

        /** @param state five digits and capitals */
        record Trouble(String state) implements Message {}

        /** It waits for a query. */
        record Ready() implements Message {}

        /** A row of a result. */
        record Row() implements Message {}
    }

    static byte[] wishForTls() {
        return ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(2 * Integer.BYTES)
                .putInt(WISH_FOR_TLS)
                .array();
    }

    /**
     * One byte, and TLS begins right after it: what else came in clear is not read as if it had been secured, for
     * nothing is read ahead.
     */
    void expectTls() throws Failure {
        switch (intake.take(1)[0]) {
            case 'S' -> {}
            case 'N' -> throw Failure.bad("the server does not speak TLS; remove tls, or set it up there");
            // In clear, so that anybody can have written it.
            case 'E' -> throw Failure.bad("the server answers the wish for TLS with an error");
            default -> throw intake.strange();
        }
    }

    static byte[] startup(String user) {
        var pairs = "user\0" + user + "\0database\0postgres\0application_name\0faultline-probe\0\0";
        var bytes = pairs.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes.length + 2 * Integer.BYTES)
                .putInt(bytes.length + 2 * Integer.BYTES)
                .putInt(VERSION)
                .put(bytes)
                .array();
    }

    /** A message of which text is all. */
    static byte[] text(char type, String text) {
        return message(type, (text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    static byte[] saslBegin(String mechanism, byte[] first) {
        var name = (mechanism + "\0").getBytes(StandardCharsets.US_ASCII);
        return message(
                'p',
                ByteBuffer.allocate(name.length + Integer.BYTES + first.length)
                        .put(name)
                        .putInt(first.length)
                        .put(first)
                        .array());
    }

    static byte[] message(char type, byte[] body) {
        return ByteBuffer.allocate(HEAD + body.length)
                .put((byte) type)
                .putInt(Integer.BYTES + body.length)
                .put(body)
                .array();
    }

    Failure strange() {
        return intake.strange();
    }

    /** The next message that matters. */
    Message next() throws Failure {
        while (true) {
            var head = ByteBuffer.wrap(intake.take(HEAD));
            var type = head.get();
            var length = head.getInt() - Integer.BYTES;
            switch (type) {
                case 'R' -> {
                    return authentication(body(length, Integer.BYTES));
                }
                case 'E' -> {
                    return new Message.Trouble(state(body(length, 1)));
                }
                case 'Z' -> {
                    body(length, 1);
                    return new Message.Ready();
                }
                case 'D' -> {
                    body(length, Short.BYTES);
                    return new Message.Row();
                }
                // Notices, versions, parameters, the key to cancel, columns, the end of a result.
                case 'N', 'v', 'S', 'K', 'T', 'C' -> body(length, 0);
                default -> throw intake.strange();
            }
        }
    }

    private byte[] body(int length, int least) throws Failure {
        if (length < least) {
            throw intake.strange();
        }
        return intake.take(length);
    }

    private static Message.Authentication authentication(byte[] body) {
        var buffer = ByteBuffer.wrap(body);
        var kind = buffer.getInt();
        var data = new byte[buffer.remaining()];
        buffer.get(data);
        return new Message.Authentication(kind, data);
    }

    /** The field that begins with C, of fields that each end with a zero. */
    private String state(byte[] body) throws Failure {
        var field = new ByteArrayOutputStream();
        for (var each : body) {
            if (each != 0) {
                field.write(each);
                continue;
            }
            var text = field.toString(StandardCharsets.ISO_8859_1);
            if (text.startsWith("C") && STATE.matcher(text.substring(1)).matches()) {
                return text.substring(1);
            }
            field.reset();
        }
        throw intake.strange();
    }
}
