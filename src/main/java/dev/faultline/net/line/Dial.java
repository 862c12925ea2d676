package dev.faultline.net.line;

/** Opens a connection to one server; its address is looked up and judged each time. */
@FunctionalInterface
public interface Dial {
    /** @throws Failure where there is none, or there may be none */
    Line open() throws Failure;
}
