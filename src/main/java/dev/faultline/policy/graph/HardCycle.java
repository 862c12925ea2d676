package dev.faultline.policy.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds workloads that cannot do without each other. One that calls itself, as members of a group do, is none. */
public final class HardCycle {
    private HardCycle() {}

    /** The shortest chain of hard calls from a workload back to it, told from whoever's name comes first. */
    public static Optional<Chain> through(CallGraph graph, Node workload) {
        var ends = List.of(new Chain(workload, List.of()));
        Set<Node> seen = new HashSet<>();
        for (var hop = 0; hop < CallGraph.MOST_HOPS && !ends.isEmpty(); hop++) {
            var longer = new ArrayList<Chain>();
            for (var chain : ends) {
                for (var edge : hard(graph, chain.last())) {
                    if (edge.callee().equals(workload)) {
                        return Optional.of(fromTheFirst(chain.with(edge)));
                    }
                    if (seen.add(edge.callee())) {
                        longer.add(chain.with(edge));
                    }
                }
            }
            ends = longer;
        }
        return Optional.empty();
    }

    private static List<Edge> hard(CallGraph graph, Node caller) {
        return graph.of(caller).stream()
                .filter(Edge::hard)
                .filter(edge -> !edge.callee().equals(caller))
                .toList();
    }

    /** The same cycle reads the same, whichever of its workloads one asks about. */
    private static Chain fromTheFirst(Chain cycle) {
        var edges = cycle.edges();
        var first = edges.stream().map(Edge::callee).min(Node::compareTo).orElseThrow();
        var turned = new ArrayList<Edge>();
        var after = 0;
        while (!edges.get(after).callee().equals(first)) {
            after++;
        }
        turned.addAll(edges.subList(after + 1, edges.size()));
        turned.addAll(edges.subList(0, after + 1));
        return new Chain(first, List.copyOf(turned));
    }
}
