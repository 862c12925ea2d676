package dev.faultline;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.stream.Stream;

/** The addresses by which this machine calls itself. */
public final class Loopbacks {
    private Loopbacks() {}

    /** 127.0.0.1, and ::1 where there is IPv6. */
    public static Stream<String> all() {
        return Stream.of("127.0.0.1", "::1").filter(Loopbacks::isThere);
    }

    private static boolean isThere(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.ofLiteral(address)) != null;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it stands before a colon and a port. */
    public static String bracketed(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }
}
