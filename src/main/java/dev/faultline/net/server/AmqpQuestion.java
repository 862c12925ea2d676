package dev.faultline.net.server;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.server.AmqpFrames.Method;

/** The beginning of a connection, until the server asks who wants it. */
final class AmqpQuestion implements ServerQuestion {
    private final Cover cover;

    AmqpQuestion(Cover cover) {
        this.cover = cover;
    }

    @Override
    public void ask(Dial dial) throws Failure {
        try (var line = dial.in(cover).open()) {
            var frames = new AmqpFrames(line);
            frames.begin();
            if (frames.next().method() != Method.START) {
                throw frames.strange();
            }
        }
    }
}
