package dev.faultline.policy.graph;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the chain of calls along which retries multiply the most. */
public final class Amplification {
    private static final double ONE = 1;

    private Amplification() {}

    /**
     * The worst chain that begins with a repeated call of this one; empty where it repeats none. Of the chains of one
     * length to the same end only the worst is followed, so that the work grows with the calls and not with the chains.
     */
    public static Optional<Chain> worst(CallGraph graph, Node caller) {
        var worst = new Chain(caller, List.of());
        var ends = List.of(worst);
        for (var hop = 0; hop < CallGraph.MOST_HOPS && !ends.isEmpty(); hop++) {
            var longer = new TreeMap<Node, Chain>();
            for (var chain : ends) {
                for (var edge : next(graph, chain)) {
                    longer.merge(edge.callee(), chain.with(edge), Amplification::worse);
                }
            }
            ends = List.copyOf(longer.values());
            for (var chain : ends) {
                worst = worse(worst, chain);
            }
        }
        return Optional.of(worst).filter(chain -> chain.factor() > ONE);
    }

    private static List<Edge> next(CallGraph graph, Chain chain) {
        return graph.of(chain.last()).stream()
                .filter(edge -> !chain.goesThrough(edge.callee()))
                .filter(edge -> !chain.edges().isEmpty() || edge.repeats().factor() > ONE)
                .toList();
    }

    /** The first of two that are equal. */
    private static Chain worse(Chain first, Chain second) {
        return second.factor() > first.factor() ? second : first;
    }
}
