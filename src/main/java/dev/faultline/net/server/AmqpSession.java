package dev.faultline.net.server;

import dev.faultline.net.line.Failure;
import dev.faultline.net.login.Visitor;
import dev.faultline.net.server.AmqpFrames.Arrived;
import dev.faultline.net.server.AmqpFrames.Method;
import dev.faultline.probe.trust.User;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A user's connection, from its name to its end. Source: AMQP 0-9-1 specification, class connection. */
final class AmqpSession {
    private static final short GOODBYE = 200;
    private static final short CONNECTION_FORCED = 320;
    private static final short ACCESS_REFUSED = 403;
    private static final short NOT_ALLOWED = 530;
    private static final String PLAIN = "PLAIN";

    private final AmqpFrames frames;
    private final User user;

    AmqpSession(AmqpFrames frames, User user) {
        this.frames = frames;
        this.user = user;
    }

    void openAndClose(Arrived start) throws Failure {
        if (!mechanisms(start.arguments()).contains(PLAIN)) {
            throw Failure.untold("the server offers no way to log in that checks know; let it offer PLAIN");
        }
        frames.send(Method.START_OK, startOk());
        var tune = expect(Method.TUNE);
        // As the server wishes, but without heartbeats.
        frames.send(Method.TUNE_OK, tuneOk(tune));
        frames.send(
                Method.OPEN, new Fields().shortText("/").shortText("").octet(0).bytes());
        expect(Method.OPEN_OK);
        frames.send(
                Method.CLOSE,
                new Fields().number(GOODBYE).shortText("").number(0).number(0).bytes());
        expect(Method.CLOSE_OK);
    }

    private ByteBuffer expect(Method method) throws Failure {
        var arrived = frames.next();
        if (arrived.method() == Method.CLOSE) {
            throw refusal(number(arrived.arguments()));
        }
        if (arrived.method() != method) {
            throw frames.strange();
        }
        return arrived.arguments();
    }

    private static Failure refusal(short code) {
        return switch (code) {
            case ACCESS_REFUSED -> Visitor.refused();
            case NOT_ALLOWED -> Failure.bad("the user may not use the virtual host /; give it permissions there");
            case CONNECTION_FORCED ->
                Failure.bad("the server is being stopped, or an administrator closes connections");
            default -> Failure.bad("the server closes the connection with an error");
        };
    }

    /** After two bytes of version and a table. */
    private List<String> mechanisms(ByteBuffer start) throws Failure {
        try {
            start.getShort();
            skip(start, start.getInt());
            var text = new byte[Math.clamp(start.getInt(), 0, start.remaining())];
            start.get(text);
            return List.of(new String(text, StandardCharsets.US_ASCII).split(" "));
        } catch (BufferUnderflowException e) {
            throw frames.strange();
        }
    }

    private static void skip(ByteBuffer buffer, int count) {
        if (count < 0 || count > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        buffer.position(buffer.position() + count);
    }

    private byte[] tuneOk(ByteBuffer tune) throws Failure {
        try {
            return new Fields()
                    .number(tune.getShort())
                    .longNumber(tune.getInt())
                    .number(0)
                    .bytes();
        } catch (BufferUnderflowException e) {
            throw frames.strange();
        }
    }

    private short number(ByteBuffer arguments) throws Failure {
        try {
            return arguments.getShort();
        } catch (BufferUnderflowException e) {
            throw frames.strange();
        }
    }

    /** Asks to be told when the password is wrong. Source: RabbitMQ documentation, "Authentication Failures". */
    private byte[] startOk() {
        var capabilities = new Fields()
                .shortText("authentication_failure_close")
                .octet('t')
                .octet(1)
                .bytes();
        var properties = new Fields()
                .shortText("product")
                .octet('S')
                .longBytes("faultline-probe".getBytes(StandardCharsets.UTF_8))
                .shortText("capabilities")
                .octet('F')
                .longBytes(capabilities)
                .bytes();
        return new Fields()
                .longBytes(properties)
                .shortText(PLAIN)
                .longBytes(("\0" + user.name() + "\0" + user.password()).getBytes(StandardCharsets.UTF_8))
                .shortText("en_US")
                .bytes();
    }

    /** Arguments of a method, one after the other. */
    private static final class Fields {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Fields octet(int value) {
            out.write(value);
            return this;
        }

        Fields number(int value) {
            return octet(value >> Byte.SIZE).octet(value);
        }

        Fields longNumber(int value) {
            return number(value >> Short.SIZE).number(value);
        }

        Fields shortText(String text) {
            octet(text.length());
            out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        Fields longBytes(byte[] bytes) {
            longNumber(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
