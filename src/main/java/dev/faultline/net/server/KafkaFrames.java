package dev.faultline.net.server;

import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Intake;
import dev.faultline.net.line.Line;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Requests and answers, one after the other. Source: Apache Kafka, "Kafka protocol guide"; kafka-clients,
 * common/message/*.json. Only versions without tagged fields are spoken, which every broker since 2.1 knows.
 */
final class KafkaFrames {
    private static final byte[] CLIENT = "faultline-probe".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 2 * Short.BYTES + Integer.BYTES + Short.BYTES + CLIENT.length;

    private final Line line;
    private final Intake intake;
    private int correlation;

    KafkaFrames(Line line) {
        this.line = line;
        this.intake = new Intake(line, "Kafka");
    }

    /** What is asked for, and in which version. */
    enum Api {
        METADATA(3, 1),
        SASL_HANDSHAKE(17, 1),
        API_VERSIONS(18, 0),
        SASL_AUTHENTICATE(36, 0);

        private final short key;
        private final short version;

        Api(int key, int version) {
            this.key = (short) key;
            this.version = (short) version;
        }
    }

    /** How an answer is read. */
    @FunctionalInterface
    interface Reading<T> {
        /** @throws BufferUnderflowException when there is less than should be */
        T of(ByteBuffer answer);
    }

    <T> T call(Api api, byte[] body, Reading<T> reading) throws Failure {
        correlation++;
        line.send(ByteBuffer.allocate(Integer.BYTES + HEAD + body.length)
                .putInt(HEAD + body.length)
                .putShort(api.key)
                .putShort(api.version)
                .putInt(correlation)
                .putShort((short) CLIENT.length)
                .put(CLIENT)
                .put(body)
                .array());
        var head = ByteBuffer.wrap(intake.take(2 * Integer.BYTES));
        var length = head.getInt() - Integer.BYTES;
        if (head.getInt() != correlation || length < 0) {
            throw intake.strange();
        }
        try {
            return reading.of(ByteBuffer.wrap(intake.take(length)));
        } catch (BufferUnderflowException e) {
            throw intake.strange();
        }
    }
}
