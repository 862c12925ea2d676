package dev.faultline.policy.graph;

import java.util.List;
import java.util.Map;

/**
 * What workloads call, as their policies declare it; as far as it was looked at.
 *
 * @param calls by the caller; whoever has none ends a chain
 */
public record CallGraph(Map<Node, List<Edge>> calls) {
    public static final CallGraph EMPTY = new CallGraph(Map.of());

    /** Hops from where one begins to look, beyond which nobody looks: calls are seldom half as deep. */
    public static final int MOST_HOPS = 8;

    public List<Edge> of(Node caller) {
        return calls.getOrDefault(caller, List.of());
    }
}
