package dev.faultline.net.server;

import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Intake;
import dev.faultline.net.line.Line;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of channel 0. Source: AMQP 0-9-1 specification, 2.3 and 4.2. */
final class AmqpFrames {
    private static final byte METHOD = 1;
    private static final byte HEARTBEAT = 8;
    private static final byte END = (byte) 0xCE;
    private static final int HEAD = 7;
    private static final int VERSION_LENGTH = 4;
    private static final byte[] NAME = "AMQP".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION = {0, 0, 9, 1};

    private final Line line;
    private final Intake intake;

    AmqpFrames(Line line) {
        this.line = line;
        this.intake = new Intake(line, "AMQP");
    }

    /** Methods of class connection. */
    enum Method {
        START(10),
        START_OK(11),
        TUNE(30),
        TUNE_OK(31),
        OPEN(40),
        OPEN_OK(41),
        CLOSE(50),
        CLOSE_OK(51);

        static final short CONNECTION = 10;

        private final short number;

        Method(int number) {
            this.number = (short) number;
        }
    }

    void begin() throws Failure {
        line.send(ByteBuffer.allocate(NAME.length + VERSION_LENGTH)
                .put(NAME)
                .put(VERSION)
                .array());
    }

    void send(Method method, byte[] arguments) throws Failure {
        var length = 2 * Short.BYTES + arguments.length;
        line.send(ByteBuffer.allocate(HEAD + length + 1)
                .put(METHOD)
                .putShort((short) 0)
                .putInt(length)
                .putShort(Method.CONNECTION)
                .putShort(method.number)
                .put(arguments)
                .put(END)
                .array());
    }

    /** The method that comes next. */
    Arrived next() throws Failure {
        while (true) {
            var head = ByteBuffer.wrap(intake.take(HEAD));
            if (head.duplicate().slice(0, NAME.length).equals(ByteBuffer.wrap(NAME))) {
                intake.take(NAME.length + VERSION_LENGTH - HEAD);
                throw Failure.bad("the server speaks another version of AMQP; 0-9-1 is asked for");
            }
            var type = head.get();
            var channel = head.getShort();
            if (channel != 0 || (type != METHOD && type != HEARTBEAT)) {
                throw intake.strange();
            }
            var payload = ByteBuffer.wrap(intake.take(head.getInt()));
            if (intake.take(1)[0] != END) {
                throw intake.strange();
            }
            if (type == METHOD) {
                return arrived(payload);
            }
        }
    }

    /** A method and what comes with it. */
    record Arrived(Method method, ByteBuffer arguments) {}

    private Arrived arrived(ByteBuffer payload) throws Failure {
        if (payload.remaining() >= 2 * Short.BYTES && payload.getShort() == Method.CONNECTION) {
            var number = payload.getShort();
            for (var method : Method.values()) {
                if (method.number == number) {
                    return new Arrived(method, payload.slice());
                }
            }
        }
        throw intake.strange();
    }

    Failure strange() {
        return intake.strange();
    }
}
