package dev.faultline.net.server;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Intake;
import dev.faultline.net.line.Line;
import dev.faultline.net.login.Visitor;
import dev.faultline.net.server.PostgresMessages.Message;

/**
 * A session is asked for, and as a user one query is made. To somebody unknown, that the server wants to know who that
 * is, or does not let him in, is an answer; so does pg_isready judge.
 */
final class PostgresQuestion implements ServerQuestion {
    /** Not a user of anybody; the server's log tells by it who asked. */
    private static final String NOBODY = "faultline-probe";

    private final Cover cover;
    private final Visitor visitor;

    PostgresQuestion(Cover cover, Visitor visitor) {
        this.cover = cover;
        this.visitor = visitor;
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
            switch (visitor) {
                case Visitor.Nobody _ -> knock(line, messages);
                case Visitor.Known(var user) -> new PostgresSession(line, messages, user).query(cover);
            }
        }
    }

    private static void knock(Line line, PostgresMessages messages) throws Failure {
        line.send(PostgresMessages.startup(NOBODY));
        switch (messages.next()) {
            case Message.Authentication _ -> {}
            case Message.Trouble(var state) -> {
                if (SqlState.isOfServer(state)) {
                    throw Failure.bad(SqlState.words(state));
                }
            }
            case Message.Ready _, Message.Row _ -> throw messages.strange();
        }
    }
}
