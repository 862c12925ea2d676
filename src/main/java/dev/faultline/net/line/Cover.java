package dev.faultline.net.line;

/** How a connection is secured, with all that is needed for it at hand. */
public sealed interface Cover {
    /** Everybody on the way can read and change it. */
    record None() implements Cover {}

    /** @param name that the certificate must have */
    record Tls(Trust trust, String name) implements Cover {}
}
