package dev.faultline.api.schema;

/**
 * What CEL rules say about hosts that the operator dials. All by expressions over the field itself: the length of what a
 * function returns is unknown to the API server, which then counts its cost as beyond all bounds.
 */
final class Hosts {
    /** 1 to 65535. */
    static final String PORT = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

    /** 1.0.0.0 to 223.255.255.255. */
    static final String GLOBAL_V4 =
            "([1-9][0-9]?|1[0-9]{2}|2[01][0-9]|22[0-3])" + "([.](0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])){3}";

    /** 2000::/3 and fc00::/7: what is assigned to hosts. Source: IANA IPv6 address space. */
    static final String GLOBAL_V6 = "[[]([23][0-9A-Fa-f]{3}|[Ff][CDcd][0-9A-Fa-f]{2}):[0-9A-Fa-f:.]*[]]";

    /** What is said to an address that means this host, or none. */
    static final String NOT_HERE =
            "must name a host elsewhere: no localhost, and no loopback, link-local, multicast or "
                    + "unspecified address";

    private Hosts() {}
}
