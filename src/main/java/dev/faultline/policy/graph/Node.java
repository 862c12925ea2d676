package dev.faultline.policy.graph;

import java.util.Comparator;

/**
 * Somebody who calls or is called.
 *
 * @param namespace empty for a host outside the cluster
 * @param name such as {@code Deployment/web}; where no policy has a workload behind it, {@code Service/web} or a host
 */
public record Node(String namespace, String name) implements Comparable<Node> {
    private static final Comparator<Node> ORDER =
            Comparator.comparing(Node::namespace).thenComparing(Node::name);

    /** @param reader the namespace that goes without saying */
    public String words(String reader) {
        return namespace.isEmpty() || namespace.equals(reader) ? name : name + " (" + namespace + ")";
    }

    @Override
    public int compareTo(Node other) {
        return ORDER.compare(this, other);
    }
}
