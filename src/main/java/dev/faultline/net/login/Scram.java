package dev.faultline.net.login;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramInvalidServerSignatureException;
import com.ongres.scram.common.exception.ScramParseException;
import com.ongres.scram.common.exception.ScramServerErrorException;
import dev.faultline.net.line.Failure;
import dev.faultline.probe.trust.User;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One exchange in which both sides prove that they know the password, and none sends it. Source: RFC 5802, RFC 7677.
 * Without channel binding: in TLS the certificate says who the server is.
 */
public final class Scram {
    /** Ten times what is common; each costs the operator time that no deadline ends. */
    private static final int MOST_ROUNDS = 100_000;

    private final ScramClient client;

    /**
     * @param mechanism such as SCRAM-SHA-256
     * @param preparation what the server does to names and passwords before it uses them
     */
    public Scram(String mechanism, User user, StringPreparation preparation) {
        this.client = ScramClient.builder()
                .advertisedMechanisms(List.of(mechanism))
                .username(user.name())
                .password(user.password().toCharArray())
                .stringPreparation(preparation)
                .build();
    }

    public byte[] begin() {
        return bytes(client.clientFirstMessage().toString());
    }

    /** @throws Failure where the server's challenge makes no sense */
    public byte[] answer(byte[] challenge) throws Failure {
        try {
            if (client.serverFirstMessage(text(challenge)).getIterationCount() > MOST_ROUNDS) {
                throw Failure.untold("the server wants the password to be hashed more than " + MOST_ROUNDS
                        + " times, which takes too long; set the password anew with fewer iterations");
            }
            return bytes(client.clientFinalMessage().toString());
        } catch (ScramParseException | IllegalArgumentException e) {
            throw strange();
        }
    }

    /** @throws Failure where the server does not know the password either */
    public void verify(byte[] proof) throws Failure {
        try {
            client.serverFinalMessage(text(proof));
        } catch (ScramServerErrorException e) {
            throw Visitor.refused();
        } catch (ScramInvalidServerSignatureException e) {
            throw Failure.bad("the server does not prove that it knows the password; it may be another server");
        } catch (ScramParseException | IllegalArgumentException e) {
            throw strange();
        }
    }

    private static Failure strange() {
        return Failure.bad("the server does not keep to the rules of SCRAM");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
