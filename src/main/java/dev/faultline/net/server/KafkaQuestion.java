package dev.faultline.net.server;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.login.Visitor;
import dev.faultline.net.server.KafkaFrames.Api;
import dev.faultline.net.server.KafkaSession.Entry;
import dev.faultline.probe.trust.User;
import java.nio.ByteBuffer;
import java.util.List;

/** The versions that the broker speaks, which it tells before it knows who asks; as a user, the brokers that it knows. */
final class KafkaQuestion implements ServerQuestion {
    private static final short NONE = 0;

    /** Then it lists those that it does speak. Source: KIP-511. */
    private static final short UNSUPPORTED_VERSION = 35;

    private static final String PREFERRED = "SCRAM-SHA-512";
    private static final String SECOND = "SCRAM-SHA-256";

    private final Cover cover;
    private final Visitor visitor;

    KafkaQuestion(Cover cover, Visitor visitor) {
        this.cover = cover;
        this.visitor = visitor;
    }

    @Override
    public void ask(Dial dial) throws Failure {
        switch (visitor) {
            case Visitor.Nobody _ -> knock(dial);
            case Visitor.Known(var user) -> query(dial, user);
        }
    }

    private void knock(Dial dial) throws Failure {
        try (var line = dial.in(cover).open()) {
            var error = new KafkaFrames(line).call(Api.API_VERSIONS, new byte[0], ByteBuffer::getShort);
            if (error != NONE && error != UNSUPPORTED_VERSION) {
                throw Failure.bad("the broker answers with an error");
            }
        }
    }

    /** A broker that is asked for a way that it does not know tells its ways, and hangs up. */
    private void query(Dial dial, User user) throws Failure {
        if (query(dial, user, PREFERRED) instanceof Entry.Offered(var ways)
                && query(dial, user, best(ways)) instanceof Entry.Offered) {
            throw Failure.bad("the broker refuses the way to log in that it has just offered");
        }
    }

    private Entry query(Dial dial, User user, String way) throws Failure {
        try (var line = dial.in(cover).open()) {
            return new KafkaSession(new KafkaFrames(line), user).enter(way);
        }
    }

    private String best(List<String> ways) throws Failure {
        if (ways.contains(SECOND)) {
            return SECOND;
        }
        if (ways.contains(KafkaSession.PLAIN)) {
            Visitor.mayTellPassword(cover, "or let the broker offer SCRAM");
            return KafkaSession.PLAIN;
        }
        throw Failure.untold("the broker offers no way to log in that checks know; let it offer SCRAM or PLAIN");
    }
}
