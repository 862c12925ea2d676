package dev.faultline.policy.capture;

import dev.faultline.policy.capture.Capture.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names that a host may be called by.
 *
 * @param namespace of the pod that calls
 * @param clusterDomain such as {@code cluster.local}
 */
public record HostNames(String namespace, String clusterDomain) {
    /** What the API server accepts in hostAliases. Source: Kubernetes IsDNS1123Subdomain. */
    private static final Pattern USABLE =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int LONGEST = 253;

    /** The domain of the addresses that a {@code listenPort} asks for. */
    private static final String ALIAS_DOMAIN = "faultline";

    static boolean isUsable(String name) {
        return name.length() <= LONGEST && USABLE.matcher(name).matches();
    }

    /** What a Service is known by. */
    static String ofService(String namespace, String name) {
        return name + "." + namespace;
    }

    /** What a dependency with an address of its own is known by. */
    static String ofAlias(String dependency) {
        return dependency + "." + ALIAS_DOMAIN;
    }

    /**
     * Whether a host is an address of its own that a {@code listenPort} asked for. Its one name alone does not say so: a
     * namespace, or a domain, may be called as that of these addresses. But a Service at its own name has several, and a
     * host outside is known by the name that it has.
     */
    static boolean isAlias(String host, List<String> names, Destination destination) {
        return names.equals(List.of(host))
                && !(destination instanceof Destination.External external
                        && external.host().equals(host));
    }

    /** All names of a Service; per-pod names below it are left to DNS. */
    List<String> allOfService(String serviceNamespace, String name) {
        var qualified = ofService(serviceNamespace, name);
        var names = new ArrayList<String>();
        if (serviceNamespace.equals(namespace)) {
            names.add(name);
        }
        names.add(qualified);
        names.add(qualified + ".svc");
        names.add(fullNameOfService(serviceNamespace, name, clusterDomain));
        return List.copyOf(names);
    }

    /** The one that DNS knows it by wherever it is asked. */
    public static String fullNameOfService(String namespace, String name, String clusterDomain) {
        return ofService(namespace, name) + ".svc." + clusterDomain;
    }
}
