package dev.faultline.policy.finding;

import dev.faultline.api.status.Finding;
import dev.faultline.policy.call.Span;
import dev.faultline.policy.graph.Amplification;
import dev.faultline.policy.graph.CallGraph;
import dev.faultline.policy.graph.Chain;
import dev.faultline.policy.graph.Edge;
import dev.faultline.policy.graph.Edge.Waits;
import dev.faultline.policy.graph.HardCycle;
import dev.faultline.policy.graph.Node;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What follows for a policy from its own calls and those of the workloads that it calls. */
public final class GraphFindings {
    /**
     * Calls at the end of a chain for each one at its beginning. One caller that makes up to three tries stays within it,
     * and so do four hops of the default budget; two hops that each make three do not, nor five of the default budget.
     * Source: Google SRE book, Handling Overload (three attempts per request, at one layer) and Addressing Cascading
     * Failures (4 tries at each of 3 layers are 64); Amazon Builders' Library, Timeouts, retries and backoff with jitter (3
     * tries at each of 5 layers are 243: retry at a single point)
     */
    static final double TOO_MANY = 3;

    /** Room for what a computer cannot write exactly. */
    private static final double HAIR = 1e-9;

    private GraphFindings() {}

    /**
     * @param graph with all that the workloads call, directly or not
     * @param workloads of the policy
     */
    public static List<Finding> of(CallGraph graph, List<Node> workloads) {
        var storm = workloads.stream()
                .flatMap(workload -> Amplification.worst(graph, workload).stream())
                .filter(chain -> chain.factor() > TOO_MANY + HAIR)
                .max(Comparator.comparingDouble(Chain::factor))
                .map(GraphFindings::storm);
        var cycles = workloads.stream()
                .flatMap(workload ->
                        HardCycle.through(graph, workload).stream().map(cycle -> cycle.words(workload.namespace())))
                .distinct()
                .map(FindingKind.HardDependencyCycle::of);
        return Stream.of(storm.stream(), cycles, cuts(graph, workloads))
                .flatMap(Function.identity())
                .toList();
    }

    /** Workloads of one policy make the same calls; of several callees behind one Service, the least patient counts. */
    private static Stream<Finding> cuts(CallGraph graph, List<Node> workloads) {
        return workloads.stream()
                .flatMap(workload -> graph.of(workload).stream()
                        .flatMap(edge -> edge.waits().filter(Waits::areCut).stream()
                                .map(waits -> new Cut(workload, edge.callee(), waits))))
                .collect(Collectors.toMap(
                        cut -> cut.waits().dependency(),
                        Function.identity(),
                        BinaryOperator.minBy(
                                Comparator.comparing(cut -> cut.waits().longest())),
                        LinkedHashMap::new))
                .values()
                .stream()
                .map(Cut::finding);
    }

    private record Cut(Node caller, Node callee, Waits waits) {
        Finding finding() {
            return FindingKind.TimeoutExceedsCallee.of("dependency " + waits.dependency() + ": its "
                    + waits.caller().words() + " is longer than the " + Span.words(waits.longest()) + " that "
                    + callee.words(caller.namespace()) + " lets a request to its port " + waits.port()
                    + " take: what takes longer ends there, which counts as its failure");
        }
    }

    private static Finding storm(Chain chain) {
        return FindingKind.RetryStormRisk.of(chain.words(chain.first().namespace())
                + ": when the last fails under load, it gets " + number(chain.factor())
                + " calls for each one of the first: "
                + chain.edges().stream().map(GraphFindings::hop).collect(Collectors.joining(", ")));
    }

    private static String hop(Edge edge) {
        var repeats = edge.repeats();
        return "×" + number(repeats.factor())
                + (repeats.attempts() == 0
                        ? ""
                        : " by " + (repeats.attempts() + 1) + " tries with a budget of " + repeats.budgetPercent()
                                + "%");
    }

    private static String number(double factor) {
        return Optional.of(String.format(Locale.ROOT, "%.2f", factor))
                .map(text -> text.replaceAll("[.]?0+$", ""))
                .orElseThrow();
    }
}
