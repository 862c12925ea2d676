package dev.faultline.cluster.index;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From the text of an address, of which IPv6 has many, to the address itself. */
public final class Addresses {
    private Addresses() {}

    /** Of those that are addresses: a headless Service says None in their place. */
    public static List<InetAddress> read(Stream<String> texts) {
        return texts.flatMap(text -> read(text).stream()).distinct().toList();
    }

    public static Optional<InetAddress> read(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
