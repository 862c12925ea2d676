package dev.faultline.net.server;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.server.KafkaFrames.Api;
import java.nio.ByteBuffer;

/** The versions that the broker speaks, which it tells before it knows who asks. */
final class KafkaQuestion implements ServerQuestion {
    private static final short NONE = 0;

    /** Then it lists those that it does speak. Source: KIP-511. */
    private static final short UNSUPPORTED_VERSION = 35;

    private final Cover cover;

    KafkaQuestion(Cover cover) {
        this.cover = cover;
    }

    @Override
    public void ask(Dial dial) throws Failure {
        try (var line = dial.in(cover).open()) {
            var error = new KafkaFrames(line).call(Api.API_VERSIONS, new byte[0], ByteBuffer::getShort);
            if (error != NONE && error != UNSUPPORTED_VERSION) {
                throw Failure.bad("the broker answers with an error");
            }
        }
    }
}
