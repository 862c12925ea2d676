package dev.faultline.envoy.inbound;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Requests that are treated alike.
 *
 * @param name a DNS label
 * @param match empty for all that no other class takes
 * @param reservedPercent of the capacity, which only this class uses: 1 to 100; empty where it shares what nobody reserves
 * @param deadline instead of the port's own
 * @param requiresKey whether a write without the idempotency key is refused
 */
public record RequestClass(
        String name,
        Optional<Match> match,
        OptionalInt reservedPercent,
        Optional<Duration> deadline,
        boolean requiresKey,
        Optional<Rate> rate) {

    /**
     * One of the prefixes, one of the methods and all of the headers, as far as there are any.
     *
     * @param methods in upper case
     */
    public record Match(List<String> prefixes, List<String> methods, List<Header> headers) {}

    public record Header(String name, String value) {}

    /**
     * How many requests are taken in a time, of which as many may come at once.
     *
     * @param requests 1 to 1000000
     * @param per 1 s to 24 h
     */
    public record Rate(int requests, Duration per) {}
}
