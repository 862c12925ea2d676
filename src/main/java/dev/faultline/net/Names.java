package dev.faultline.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * From a name to addresses as a pod of the probe's own namespace would read it, wherever the operator itself runs: a bare
 * name is a Service of that namespace. Source: Kubernetes, DNS for Services and Pods, the search list of a pod. What the
 * node of a pod adds to that list is not known here.
 */
public final class Names implements Resolver {
    /** Names with as many dots are looked up as they are first. Source: the same, options ndots:5. */
    private static final int MANY_DOTS = 5;

    private final Lookup lookup;
    private final String domain;

    /** @param domain of the cluster's names, such as cluster.local */
    public Names(Lookup lookup, String domain) {
        this.lookup = lookup;
        this.domain = domain;
    }

    /** Addresses of one name, taken literally. */
    @FunctionalInterface
    public interface Lookup {
        /** @throws UnknownHostException when there is no such name */
        List<InetAddress> of(String name) throws UnknownHostException;

        /** By the means of the host. */
        static List<InetAddress> system(String name) throws UnknownHostException {
            return List.of(InetAddress.getAllByName(name));
        }
    }

    @Override
    public List<InetAddress> resolve(String namespace, String host) throws UnknownHostException {
        if (isLiteral(host)) {
            return lookup.of(host);
        }
        for (var reading : readings(namespace, host)) {
            try {
                return lookup.of(reading);
            } catch (UnknownHostException e) {
                // The next reading of it may be known.
            }
        }
        throw new UnknownHostException(host);
    }

    private List<String> readings(String namespace, String host) {
        var absolute = host + ".";
        var relative = Stream.of(namespace + ".svc.", "svc.", "")
                .map(zone -> host + "." + zone + domain + ".")
                .toList();
        if (host.endsWith(".")) {
            return List.of(host);
        }
        return host.chars().filter(sign -> sign == '.').count() >= MANY_DOTS
                ? Stream.concat(Stream.of(absolute), relative.stream()).toList()
                : Stream.concat(relative.stream(), Stream.of(absolute)).toList();
    }

    private static boolean isLiteral(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }
}
