package dev.faultline.envoy;

import io.envoyproxy.envoy.config.cluster.v3.Cluster.DnsLookupFamily;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.util.Collection;

/** Which addresses the pods of the cluster have: the kubelet calls a sidecar at the first, whichever it is. */
public enum Addressing {
    IPv4,
    /** Both. */
    Dual,
    IPv6;

    /** @param addresses of any pod; without one, IPv4 is taken for granted */
    public static Addressing of(Collection<String> addresses) {
        var six = addresses.stream().filter(address -> address.contains(":")).count();
        if (six == 0) {
            return IPv4;
        }
        return six == addresses.size() ? IPv6 : Dual;
    }

    /** All addresses of a pod, as the fields of a SocketAddress. A kernel without IPv6 would not open the second. */
    String everywhere() {
        return switch (this) {
            case IPv4 -> "address: 0.0.0.0";
            case Dual, IPv6 -> "address: \"::\", ipv4_compat: true";
        };
    }

    /** A port on all addresses of a pod. */
    public Address everywhere(int port) {
        var socket = SocketAddress.newBuilder().setPortValue(port);
        switch (this) {
            case IPv4 -> socket.setAddress("0.0.0.0");
            case Dual, IPv6 -> socket.setAddress("::").setIpv4Compat(true);
        }
        return Address.newBuilder().setSocketAddress(socket).build();
    }

    /** Which addresses of a host are called, where it has both. Source: Envoy Cluster.DnsLookupFamily. */
    DnsLookupFamily lookup() {
        return switch (this) {
            case IPv4, Dual -> DnsLookupFamily.V4_PREFERRED;
            // Looks for IPv6, and for IPv4 where there is none.
            case IPv6 -> DnsLookupFamily.AUTO;
        };
    }
}
