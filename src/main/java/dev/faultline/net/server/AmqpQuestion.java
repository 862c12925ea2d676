package dev.faultline.net.server;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.login.Visitor;
import dev.faultline.net.server.AmqpFrames.Method;

/**
 * A connection, which is opened and closed again as a user. To somebody unknown, that the server asks who wants it is an
 * answer; the protocol has no farewell for who leaves then, and RabbitMQ logs any as a warning at least.
 */
final class AmqpQuestion implements ServerQuestion {
    private final Cover cover;
    private final Visitor visitor;

    AmqpQuestion(Cover cover, Visitor visitor) {
        this.cover = cover;
        this.visitor = visitor;
    }

    @Override
    public void ask(Dial dial) throws Failure {
        if (visitor instanceof Visitor.Known) {
            Visitor.mayTellPassword(cover, "or remove its credentials");
        }
        try (var line = dial.in(cover).open()) {
            var frames = new AmqpFrames(line);
            frames.begin();
            var start = frames.next();
            if (start.method() != Method.START) {
                throw frames.strange();
            }
            if (visitor instanceof Visitor.Known(var user)) {
                new AmqpSession(frames, user).openAndClose(start);
            }
        }
    }
}
