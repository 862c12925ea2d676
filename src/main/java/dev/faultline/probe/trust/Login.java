package dev.faultline.probe.trust;

/** As whom a server is asked. */
public sealed interface Login {
    /** As somebody who does not say who he is. */
    record Nobody() implements Login {}

    /** As the user whose name and password stand in a Secret of the probe's namespace. */
    record InSecret(String name) implements Login {}
}
