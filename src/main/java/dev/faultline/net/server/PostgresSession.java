package dev.faultline.net.server;

import com.ongres.scram.common.StringPreparation;
import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Failure;
import dev.faultline.net.line.Line;
import dev.faultline.net.login.Scram;
import dev.faultline.net.login.Visitor;
import dev.faultline.net.server.PostgresMessages.Message;
import dev.faultline.probe.trust.User;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A user's session with one query. Source: PostgreSQL documentation, "Message Flow". */
final class PostgresSession {
    private static final int OK = 0;
    private static final int CLEARTEXT = 3;
    private static final int MD5 = 5;
    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;
    private static final String SCRAM = "SCRAM-SHA-256";
    private static final String OTHERWISE = "or let the server ask by scram-sha-256";

    private final Line line;
    private final PostgresMessages messages;
    private final User user;

    PostgresSession(Line line, PostgresMessages messages, User user) {
        this.line = line;
        this.messages = messages;
        this.user = user;
    }

    void query(Cover cover) throws Failure {
        line.send(PostgresMessages.startup(user.name()));
        authenticate(cover);
        if (!(next() instanceof Message.Ready)) {
            throw messages.strange();
        }
        line.send(PostgresMessages.text('Q', "SELECT 1"));
        if (!(next() instanceof Message.Row) || !(next() instanceof Message.Ready)) {
            throw messages.strange();
        }
        line.send(PostgresMessages.message('X', new byte[0]));
    }

    private void authenticate(Cover cover) throws Failure {
        var asked = authentication();
        switch (asked.kind()) {
            case OK -> {
                return;
            }
            case CLEARTEXT -> {
                Visitor.mayTellPassword(cover, OTHERWISE);
                line.send(PostgresMessages.text('p', user.password()));
            }
            case MD5 -> {
                Visitor.mayTellPassword(cover, OTHERWISE);
                line.send(PostgresMessages.text('p', md5(asked.data())));
            }
            case SASL -> scram(asked.data());
            default ->
                throw Failure.untold("the server asks for a proof that checks cannot give; let it ask the user "
                        + "for a password by scram-sha-256");
        }
        if (authentication().kind() != OK) {
            throw messages.strange();
        }
    }

    private void scram(byte[] offered) throws Failure {
        if (!List.of(new String(offered, StandardCharsets.US_ASCII).split("\0")).contains(SCRAM)) {
            throw Failure.untold("the server does not ask by scram-sha-256; let it do so for this user");
        }
        var scram = new Scram(SCRAM, user, StringPreparation.POSTGRESQL_PREPARATION);
        line.send(PostgresMessages.saslBegin(SCRAM, scram.begin()));
        line.send(PostgresMessages.message('p', scram.answer(expect(SASL_CONTINUE))));
        scram.verify(expect(SASL_FINAL));
    }

    private byte[] expect(int kind) throws Failure {
        var message = authentication();
        if (message.kind() != kind) {
            throw messages.strange();
        }
        return message.data();
    }

    private Message.Authentication authentication() throws Failure {
        if (next() instanceof Message.Authentication authentication) {
            return authentication;
        }
        throw messages.strange();
    }

    private Message next() throws Failure {
        var message = messages.next();
        if (message instanceof Message.Trouble(var state)) {
            throw SqlState.isOfUser(state) ? Visitor.refused() : Failure.bad(SqlState.words(state));
        }
        return message;
    }

    /** What a server of this age compares with what it keeps. Source: as above, AuthenticationMD5Password. */
    private String md5(byte[] salt) {
        var inner = digest((user.password() + user.name()).getBytes(StandardCharsets.UTF_8), new byte[0]);
        return "md5" + digest(inner.getBytes(StandardCharsets.US_ASCII), salt);
    }

    private static String digest(byte[] text, byte[] salt) {
        try {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(text);
            bytes.writeBytes(salt);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
