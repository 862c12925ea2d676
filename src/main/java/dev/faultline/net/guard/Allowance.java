package dev.faultline.net.guard;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What an administrator lets checks reach beyond what they may anyway: setting {@code probes.allow}. */
public record Allowance(Set<String> names, List<Cidr> ranges) {
    /** Nothing more. */
    public static final Allowance NONE = new Allowance(Set.of(), List.of());

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    /**
     * @param entries names and ranges
     * @throws IllegalArgumentException naming the entry that is neither
     */
    public static Allowance of(List<String> entries) {
        var names = new HashSet<String>();
        var ranges = new ArrayList<Cidr>();
        for (var entry : entries) {
            var range = Cidr.parse(entry);
            range.ifPresent(ranges::add);
            if (range.isEmpty()) {
                if (!NAME.matcher(entry).matches() || entry.matches("[0-9.]+")) {
                    throw new IllegalArgumentException(
                            entry + " is neither a range such as 10.0.0.0/8 nor a host name in lowercase");
                }
                names.add(entry);
            }
        }
        return new Allowance(Set.copyOf(names), List.copyOf(ranges));
    }

    /** One host, wherever it is: an address, without brackets, or a name. */
    public static Allowance only(String host) {
        try {
            var address = InetAddress.ofLiteral(host);
            return new Allowance(Set.of(), List.of(new Cidr(address, address.getAddress().length * Byte.SIZE)));
        } catch (IllegalArgumentException e) {
            return new Allowance(Set.of(host.toLowerCase(Locale.ROOT)), List.of());
        }
    }

    boolean names(String host) {
        return names.contains(host.toLowerCase(Locale.ROOT));
    }

    boolean covers(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** By a range that means nothing but addresses of that kind. */
    boolean coversOnPurpose(InetAddress address, Cidr kind) {
        return ranges.stream().anyMatch(range -> range.contains(address) && range.isWithin(kind));
    }

    /** By a range of this address alone. */
    boolean coversAlone(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address) && range.isOneAddress());
    }
}
