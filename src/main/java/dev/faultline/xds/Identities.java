package dev.faultline.xds;

/** Finds out who shows a token. */
@FunctionalInterface
public interface Identities {
    /** What looking at a token gives. */
    sealed interface Answer {
        record Known(Proxy proxy) implements Answer {}

        /** @param reason for the log and the metric; never told to who asked */
        record Refused(String reason) implements Answer {}

        /** Nobody could be asked, so nothing is known; it may try again. */
        record Unavailable(String reason) implements Answer {}
    }

    /** May ask the API server, so it may take a while. */
    Answer identify(String token);
}
