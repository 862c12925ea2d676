package dev.faultline.probe.trust;

/** How a connection is secured. */
public sealed interface Tls {
    /** Not at all. */
    record None() implements Tls {}

    /**
     * By TLS, where the other side proves who it is.
     *
     * @param name that its certificate must have; empty for the host that is called
     */
    record Verified(Authority authority, String name) implements Tls {}

    /** TLS, or nothing of it, as the scheme of a URL says. */
    static Tls ofUrl(String url) {
        return url.startsWith("https://") ? new Verified(new Authority.System(), "") : new None();
    }
}
