package dev.faultline.net.guard;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses.
 *
 * @param base any address of the range
 * @param length leading bits that all addresses of the range have in common
 */
public record Cidr(InetAddress base, int length) {
    private static final Pattern FORM = Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/([0-9]{1,3})");

    /** Empty where the text is no range. */
    public static Optional<Cidr> parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            var base = InetAddress.ofLiteral(parts.group(1));
            var length = Integer.parseInt(parts.group(2));
            return length <= bits(base) ? Optional.of(new Cidr(base, length)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A range that is known to be one. */
    static Cidr of(String text) {
        return parse(text).orElseThrow();
    }

    public boolean contains(InetAddress address) {
        return hasInCommon(address, length);
    }

    /** Whether every address of this range is one of the other. */
    boolean isWithin(Cidr other) {
        return length >= other.length() && other.contains(base);
    }

    boolean isOneAddress() {
        return length == bits(base);
    }

    private boolean hasInCommon(InetAddress address, int leading) {
        var ours = base.getAddress();
        var theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (var bit = 0; bit < leading; bit++) {
            var mask = 0x80 >> (bit % Byte.SIZE);
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }
}
