package dev.faultline.net.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an address may be dialled for a probe. A name of the allowance opens all that it leads to; a range opens
 * other namespaces, and what is never dialled only where it means nothing else.
 */
public final class Guard {
    /** Never dialled. Source: RFC 6890, IANA special-purpose address registries. */
    private static final Map<Cidr, String> SPECIAL = special();

    /** Addresses in which another one is written. Source: RFC 6052, RFC 4291 §2.5.5. */
    private static final Cidr NAT64 = Cidr.of("64:ff9b::/96");

    private static final Cidr COMPATIBLE = Cidr.of("::/96");
    private static final int V4_BYTES = 4;

    private Guard() {}

    /** What becomes of one address. */
    public sealed interface Verdict {
        record Open() implements Verdict {}

        /** @param why it is not dialled, as the end of a sentence that begins with it */
        record Closed(String why) implements Verdict {}
    }

    /**
     * Who wants to dial what.
     *
     * @param namespace of the probe
     * @param host as it was written
     * @param address to which it has just been resolved
     */
    public record Candidate(String namespace, String host, InetAddress address) {}

    public static Verdict judge(Candidate candidate, Standing standing, Allowance allowance) {
        var address = candidate.address();
        if (allowance.names(candidate.host())) {
            return new Verdict.Open();
        }
        var kind = specialKind(address).or(() -> embedded(address).flatMap(Guard::specialKind));
        if (kind.isPresent()) {
            return allowance.coversOnPurpose(address, kind.get())
                    ? new Verdict.Open()
                    : new Verdict.Closed("is " + SPECIAL.get(kind.get()));
        }
        return switch (standing) {
            case Standing.Outside _ -> new Verdict.Open();
            case Standing.Inside(var namespaces) ->
                namespaces.contains(candidate.namespace()) || allowance.covers(address)
                        ? new Verdict.Open()
                        : new Verdict.Closed("belongs to another namespace");
            case Standing.Node _ -> alone(address, allowance, "is a node");
            case Standing.ApiServer _ -> alone(address, allowance, "is the API server");
            case Standing.Operator _ -> alone(address, allowance, "is the operator itself");
        };
    }

    private static Verdict alone(InetAddress address, Allowance allowance, String why) {
        return allowance.coversAlone(address) ? new Verdict.Open() : new Verdict.Closed(why);
    }

    private static Optional<Cidr> specialKind(InetAddress address) {
        return SPECIAL.keySet().stream().filter(kind -> kind.contains(address)).findFirst();
    }

    private static Optional<InetAddress> embedded(InetAddress address) {
        if (!NAT64.contains(address) && !COMPATIBLE.contains(address)) {
            return Optional.empty();
        }
        var bytes = address.getAddress();
        try {
            return Optional.of(
                    InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - V4_BYTES, bytes.length)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<Cidr, String> special() {
        var kinds = new LinkedHashMap<Cidr, String>();
        kinds.put(Cidr.of("127.0.0.0/8"), "a loopback address");
        kinds.put(Cidr.of("::1/128"), "a loopback address");
        kinds.put(Cidr.of("0.0.0.0/8"), "an unspecified address");
        kinds.put(Cidr.of("::/128"), "an unspecified address");
        kinds.put(Cidr.of("169.254.0.0/16"), "a link-local address");
        kinds.put(Cidr.of("fe80::/10"), "a link-local address");
        kinds.put(Cidr.of("224.0.0.0/4"), "a multicast address");
        kinds.put(Cidr.of("ff00::/8"), "a multicast address");
        kinds.put(Cidr.of("240.0.0.0/4"), "a reserved or broadcast address");
        return kinds;
    }
}
