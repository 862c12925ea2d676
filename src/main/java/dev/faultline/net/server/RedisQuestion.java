package dev.faultline.net.server;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Intake;
import dev.faultline.net.server.RedisReplies.Code;
import dev.faultline.net.server.RedisReplies.Reply;

/** PING. That the server wants to know first who asks is an answer, too. */
final class RedisQuestion implements ServerQuestion {
    private static final String PONG = "PONG";

    private final Cover cover;

    RedisQuestion(Cover cover) {
        this.cover = cover;
    }

    @Override
    public void ask(Dial dial) throws Failure {
        try (var line = dial.in(cover).open()) {
            var replies = new RedisReplies(new Intake(line, "Redis"));
            line.send(RedisReplies.command("PING"));
            switch (replies.next()) {
                case Reply.Fine(var word) when word.equals(PONG) -> {}
                case Reply.Fine _ -> throw replies.strange();
                case Reply.Refused(var code) -> judge(code);
            }
        }
    }

    private static void judge(Code code) throws Failure {
        switch (code) {
            case NOAUTH, NOPERM -> {}
            default -> throw refusal(code);
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
