package dev.faultline.policy.mention;

/** @param host in lower case, and nothing else of the text that it stood in */
public record Mention(String host, Form form) {
    /** How it was written, which says how surely it is a host. */
    public enum Form {
        /** By itself. */
        Word,
        /** With a port. */
        HostAndPort,
        /** After {@code ://}. */
        Url
    }
}
