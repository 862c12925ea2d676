package dev.faultline.net.login;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Failure;
import dev.faultline.probe.trust.User;

/** As whom a server is asked. */
public sealed interface Visitor {
    /** As somebody who does not say who he is. */
    record Nobody() implements Visitor {}

    /** As a user with a password. */
    record Known(User user) implements Visitor {}

    /**
     * A password is told only to a server that has proved who it is, where nobody else can hear it.
     *
     * @param otherwise what to do instead, as the end of a sentence
     * @throws Failure where it would be heard
     */
    static void mayTellPassword(Cover cover, String otherwise) throws Failure {
        if (cover instanceof Cover.None) {
            throw Failure.untold("the password is not sent in clear; set tls for this check, " + otherwise);
        }
    }

    /** What is wrong is known to the server alone. */
    static Failure refused() {
        return Failure.bad("the server refuses the user name or the password; look at both in the Secret");
    }
}
