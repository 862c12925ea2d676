package dev.faultline.policy.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.status.Finding;
import dev.faultline.policy.call.Patience;
import dev.faultline.policy.call.Span;
import dev.faultline.policy.graph.CallGraph;
import dev.faultline.policy.graph.Edge;
import dev.faultline.policy.graph.Edge.Repeats;
import dev.faultline.policy.graph.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphFindingsTest {
    private static Node node(int number) {
        return new Node("shop", "Deployment/w" + number);
    }

    private static CallGraph chain(int hops, Repeats repeats) {
        return new CallGraph(IntStream.range(0, hops)
                .boxed()
                .collect(Collectors.toMap(
                        GraphFindingsTest::node, hop -> List.of(new Edge(node(hop + 1), true, repeats)))));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 100, false",
        "1, 3, 100, true",
        "1, 5, 20, false",
        "2, 1, 100, true",
        "2, 2, 100, true",
        "4, 2, 20, false",
        "5, 2, 20, true",
        "8, 2, 10, false",
        "8, 0, 100, false"
    })
    void moreThanThreeTimesTheCallsAreAStorm(int hops, int attempts, int budget, boolean storm) {
        var found = GraphFindings.of(chain(hops, new Repeats(attempts, budget)), List.of(node(0)));

        assertThat(found.stream().map(Finding::finding)).isEqualTo(storm ? List.of("RetryStormRisk") : List.of());
    }

    @Test
    void ofSeveralWorkloadsTheWorstChainAndEachCycleAreToldOnce() {
        var twice = new Repeats(1, 100);
        var graph = new CallGraph(Map.of(
                node(0), List.of(new Edge(node(1), true, new Repeats(3, 100))),
                node(1), List.of(new Edge(node(0), true, twice), new Edge(node(2), true, twice))));

        var found = GraphFindings.of(graph, List.of(node(0), node(1)));

        assertThat(found.stream().map(Finding::finding)).containsExactly("RetryStormRisk", "HardDependencyCycle");
        assertThat(found.getFirst().message())
                .startsWith(
                        "Deployment/w0 → Deployment/w1 → Deployment/w2: when the last fails under load, it gets 8 calls")
                .contains("×4 by 4 tries with a budget of 100%, ×2 by 2 tries with a budget of 100%");
        assertThat(found).allMatch(finding -> finding.target() == null);
    }

    private static Edge waiting(String dependency, int callee, String caller, Duration longest) {
        var patience = new Patience(Span.parse(caller), "timeout of " + caller);
        return new Edge(
                node(callee), false, Repeats.NONE, Optional.of(new Edge.Waits(dependency, patience, "http", longest)));
    }

    @ParameterizedTest
    @CsvSource({"2s, false", "1999ms, false", "2001ms, true"})
    void aCalleeThatGivesUpBeforeItsCallerIsTold(String caller, boolean cut) {
        var graph = new CallGraph(Map.of(node(0), List.of(waiting("orders", 1, caller, Duration.ofSeconds(2)))));

        var found = GraphFindings.of(graph, List.of(node(0)));

        assertThat(found.stream().map(Finding::finding)).isEqualTo(cut ? List.of("TimeoutExceedsCallee") : List.of());
    }

    @Test
    void ofAllWhoAnswerADependencyTheLeastPatientIsToldOnceWithWhatToDo() {
        var calls = List.of(
                waiting("orders", 2, "5s", Duration.ofSeconds(3)),
                waiting("orders", 3, "5s", Duration.ofSeconds(1)),
                waiting("stock", 4, "5s", Duration.ofSeconds(4)));
        var graph = new CallGraph(Map.of(node(0), calls, node(1), calls));

        var found = GraphFindings.of(graph, List.of(node(0), node(1)));

        assertThat(found.stream().map(Finding::message))
                .containsExactly(
                        "dependency orders: its timeout of 5s is longer than the 1s that Deployment/w3 lets a request to"
                                + " its port http take: what takes longer ends there, which counts as its failure;"
                                + " shorten timeout or perTryTimeout, or raise the callee's deadline",
                        "dependency stock: its timeout of 5s is longer than the 4s that Deployment/w4 lets a request to"
                                + " its port http take: what takes longer ends there, which counts as its failure;"
                                + " shorten timeout or perTryTimeout, or raise the callee's deadline");
    }

    @Test
    void whatOthersFurtherOnDoIsTheirs() {
        var graph = new CallGraph(Map.of(
                node(0), List.of(new Edge(node(1), true, Repeats.NONE)),
                node(1), List.of(waiting("stock", 2, "5s", Duration.ofSeconds(1)))));

        assertThat(GraphFindings.of(graph, List.of(node(0)))).isEmpty();
    }
}
