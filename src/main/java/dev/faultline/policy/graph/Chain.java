package dev.faultline.policy.graph;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls one after the other, the callee of each being the caller of the next.
 *
 * @param edges one or more, as a rule
 */
public record Chain(Node first, List<Edge> edges) {
    Node last() {
        return edges.isEmpty() ? first : edges.getLast().callee();
    }

    boolean goesThrough(Node node) {
        return first.equals(node)
                || edges.stream().anyMatch(edge -> edge.callee().equals(node));
    }

    Chain with(Edge edge) {
        return new Chain(first, Stream.concat(edges.stream(), Stream.of(edge)).toList());
    }

    /** Calls that reach its end for each one at its beginning, when all that reach the end fail. */
    public double factor() {
        return edges.stream().mapToDouble(edge -> edge.repeats().factor()).reduce(1, (one, other) -> one * other);
    }

    /** @param reader the namespace that goes without saying */
    public String words(String reader) {
        return Stream.concat(Stream.of(first), edges.stream().map(Edge::callee))
                .map(node -> node.words(reader))
                .collect(Collectors.joining(" → "));
    }
}
