package dev.faultline.net.server;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Intake;
import dev.faultline.net.login.Visitor;
import dev.faultline.net.server.RedisReplies.Code;
import dev.faultline.net.server.RedisReplies.Reply;
import dev.faultline.probe.trust.User;

/** PING. To somebody unknown, that the server wants to know first who asks is an answer, too. */
final class RedisQuestion implements ServerQuestion {
    private final Cover cover;
    private final Visitor visitor;

    RedisQuestion(Cover cover, Visitor visitor) {
        this.cover = cover;
        this.visitor = visitor;
    }

    @Override
    public void ask(Dial dial) throws Failure {
        if (visitor instanceof Visitor.Known) {
            Visitor.mayTellPassword(cover, "or remove its credentials");
        }
        try (var line = dial.in(cover).open()) {
            var replies = new RedisReplies(line, new Intake(line, "Redis"));
            switch (visitor) {
                case Visitor.Nobody _ -> knock(replies);
                case Visitor.Known(var user) -> query(replies, user);
            }
        }
    }

    private static void knock(RedisReplies replies) throws Failure {
        switch (replies.to("PING")) {
            case Reply.Fine(var word) -> expect("PONG", word, replies);
            case Reply.Refused(var code) -> {
                if (code != Code.NOAUTH && code != Code.NOPERM) {
                    throw refusal(code);
                }
            }
        }
    }

    private static void query(RedisReplies replies, User user) throws Failure {
        switch (replies.to("AUTH", user.name(), user.password())) {
            case Reply.Fine(var word) -> expect("OK", word, replies);
            case Reply.Refused(var code) -> throw ofLogin(code);
        }
        switch (replies.to("PING")) {
            case Reply.Fine(var word) -> expect("PONG", word, replies);
            case Reply.Refused(var code) ->
                throw code == Code.NOPERM ? Failure.bad("the user may not send PING; give it +ping") : refusal(code);
        }
    }

    private static Failure ofLogin(Code code) {
        if (code == Code.ERR) {
            return Failure.bad(
                    "the server takes no user name with a password: it has no password set, or is older than "
                            + "Redis 6");
        }
        return code == Code.WRONGPASS ? Visitor.refused() : refusal(code);
    }

    private static void expect(String wanted, String word, RedisReplies replies) throws Failure {
        if (!word.equals(wanted)) {
            throw replies.strange();
        }
    }

    private static Failure refusal(Code code) {
        return Failure.bad(
                switch (code) {
                    case LOADING -> "the server is loading its data";
                    case MASTERDOWN -> "the server is a replica whose link to its master is down";
                    case BUSY -> "the server is busy with a script";
                    case DENIED -> "the server takes connections of its own host only (its protected mode)";
                    case MISCONF -> "the server cannot save its data, and takes no writes";
                    case CLUSTERDOWN -> "the server's cluster is down";
                    case NOAUTH, NOPERM, WRONGPASS, ERR ->
                        "the server answers PING with an error, as it does when it has too many clients";
                });
    }
}
