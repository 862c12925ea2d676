package dev.faultline.net.server;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Intake;
import dev.faultline.net.server.PostgresMessages.Message;

/**
 * A session is asked for. That the server wants to know who that is, or does not let him in, is an answer; so does
 * pg_isready judge.
 */
final class PostgresQuestion implements ServerQuestion {
    /** Not a user of anybody; the server's log tells by it who asked. */
    private static final String NOBODY = "faultline-probe";

    private final Cover cover;

    PostgresQuestion(Cover cover) {
        this.cover = cover;
    }

    @Override
    public void ask(Dial dial) throws Failure {
        try (var line = dial.open()) {
            var messages = new PostgresMessages(new Intake(line, "PostgreSQL"));
            if (cover instanceof Cover.Tls tls) {
                line.send(PostgresMessages.wishForTls());
                messages.expectTls();
                line.secure(tls);
            }
            line.send(PostgresMessages.startup(NOBODY));
            if (messages.next() instanceof Message.Trouble(var state) && SqlState.isOfServer(state)) {
                throw Failure.bad(SqlState.words(state));
            }
        }
    }
}
