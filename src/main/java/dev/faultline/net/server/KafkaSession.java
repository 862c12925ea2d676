package dev.faultline.net.server;

import com.ongres.scram.common.StringPreparation;
import dev.faultline.net.line.Failure;
import dev.faultline.net.login.Scram;
import dev.faultline.net.login.Visitor;
import dev.faultline.net.server.KafkaFrames.Api;
import dev.faultline.probe.trust.User;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A user's session with one query. Source: Apache Kafka, "Kafka protocol guide", SASL Authentication Sequence. */
final class KafkaSession {
    static final String PLAIN = "PLAIN";

    private static final short NONE = 0;
    private static final short UNSUPPORTED_SASL_MECHANISM = 33;

    /** Also where nobody is asked who he is. */
    private static final short ILLEGAL_SASL_STATE = 34;

    private static final short SASL_AUTHENTICATION_FAILED = 58;
    private static final int MOST_WAYS = 64;

    private final KafkaFrames frames;
    private final User user;

    KafkaSession(KafkaFrames frames, User user) {
        this.frames = frames;
        this.user = user;
    }

    /** What comes of trying to enter in one way. */
    sealed interface Entry {
        record Done() implements Entry {}

        /** Only in these ways. */
        record Offered(List<String> ways) implements Entry {}
    }

    private record Handshake(short error, List<String> ways) {}

    Entry enter(String way) throws Failure {
        var handshake = frames.call(Api.SASL_HANDSHAKE, text(way), KafkaSession::handshake);
        switch (handshake.error()) {
            case NONE -> authenticate(way);
            case ILLEGAL_SASL_STATE -> {}
            case UNSUPPORTED_SASL_MECHANISM -> {
                return new Entry.Offered(handshake.ways());
            }
            default -> throw Failure.bad("the broker answers the wish to log in with an error");
        }
        var brokers = frames.call(Api.METADATA, new byte[Integer.BYTES], ByteBuffer::getInt);
        if (brokers <= 0) {
            throw Failure.bad("the broker knows of no broker in service");
        }
        return new Entry.Done();
    }

    private void authenticate(String way) throws Failure {
        if (way.equals(PLAIN)) {
            prove(("\0" + user.name() + "\0" + user.password()).getBytes(StandardCharsets.UTF_8));
            return;
        }
        var scram = new Scram(way, user, StringPreparation.NO_PREPARATION);
        scram.verify(prove(scram.answer(prove(scram.begin()))));
    }

    private byte[] prove(byte[] proof) throws Failure {
        var body = ByteBuffer.allocate(Integer.BYTES + proof.length)
                .putInt(proof.length)
                .put(proof)
                .array();
        var answer = frames.call(Api.SASL_AUTHENTICATE, body, KafkaSession::proof);
        return switch (answer.error()) {
            case NONE -> answer.proof();
            case SASL_AUTHENTICATION_FAILED -> throw Visitor.refused();
            default -> throw Failure.bad("the broker ends the login with an error");
        };
    }

    private record Proof(short error, byte[] proof) {}

    private static Proof proof(ByteBuffer answer) {
        var error = answer.getShort();
        var words = answer.getShort();
        answer.position(answer.position() + Math.clamp(words, 0, answer.remaining()));
        var proof = new byte[Math.clamp(answer.getInt(), 0, answer.remaining())];
        answer.get(proof);
        return new Proof(error, proof);
    }

    private static Handshake handshake(ByteBuffer answer) {
        var error = answer.getShort();
        var ways = new ArrayList<String>();
        var count = Math.min(answer.getInt(), MOST_WAYS);
        for (var each = 0; each < count; each++) {
            var way = new byte[Math.clamp(answer.getShort(), 0, answer.remaining())];
            answer.get(way);
            ways.add(new String(way, StandardCharsets.UTF_8));
        }
        return new Handshake(error, List.copyOf(ways));
    }

    private static byte[] text(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }
}
