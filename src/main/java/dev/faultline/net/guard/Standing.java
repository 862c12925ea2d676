package dev.faultline.net.guard;

import java.util.Set;

/** What an address is within the cluster. */
public sealed interface Standing {
    /** Nothing of the cluster. */
    record Outside() implements Standing {}

    /** A pod or a Service. */
    record Inside(Set<String> namespaces) implements Standing {}

    /** A node, and what shares its network. */
    record Node() implements Standing {}

    /** The API server, by its own address or by its Service. */
    record ApiServer() implements Standing {}

    /** The operator itself. */
    record Operator() implements Standing {}
}
