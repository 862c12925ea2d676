package dev.faultline.policy.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.faultline.policy.graph.Edge.Repeats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainsTest {
    private static final Repeats NONE = Repeats.NONE;
    private final Map<Node, List<Edge>> calls = new HashMap<>();

    private static Node node(String name) {
        return new Node("shop", name);
    }

    private void call(String caller, String callee, boolean hard, Repeats repeats) {
        calls.computeIfAbsent(node(caller), _ -> new ArrayList<>()).add(new Edge(node(callee), hard, repeats));
    }

    private String worst(String caller) {
        return Amplification.worst(new CallGraph(calls), node(caller))
                .map(chain -> chain.words("shop"))
                .orElse("none");
    }

    private String cycle(String workload) {
        return HardCycle.through(new CallGraph(calls), node(workload))
                .map(chain -> chain.words("shop"))
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource({"0, 20, 1", "2, 100, 3", "5, 100, 6", "2, 20, 1.25", "1, 50, 2", "2, 50, 2", "1, 90, 2", "5, 80, 5"})
    void aBudgetBoundsWhatAttemptsWouldMake(int attempts, int budget, double factor) {
        assertThat(new Repeats(attempts, budget).factor()).isCloseTo(factor, within(1e-9));
    }

    @Test
    void theWorstChainEndsWhereRetriesEnd() {
        call("a", "b", true, new Repeats(2, 100));
        call("b", "c", true, new Repeats(3, 100));
        call("c", "d", true, NONE);

        assertThat(worst("a")).isEqualTo("a → b → c");
        assertThat(Amplification.worst(new CallGraph(calls), node("a"))
                        .orElseThrow()
                        .factor())
                .isEqualTo(12);
        assertThat(worst("c")).isEqualTo("none");
    }

    @Test
    void whoRepeatsNothingDoesNotAddToWhatOthersDo() {
        call("a", "b", true, NONE);
        call("b", "c", true, new Repeats(5, 100));

        assertThat(worst("a")).isEqualTo("none");
        assertThat(worst("b")).isEqualTo("b → c");
    }

    @Test
    void aHopWithoutRetriesInBetweenDoesNotEndAChain() {
        call("a", "b", true, new Repeats(2, 100));
        call("b", "c", true, NONE);
        call("c", "d", true, new Repeats(2, 100));

        assertThat(worst("a")).isEqualTo("a → b → c → d");
    }

    @Test
    void ofTwoWaysToTheSameEndTheWorseIsTold() {
        call("a", "b", true, new Repeats(1, 100));
        call("a", "c", true, new Repeats(2, 100));
        call("b", "d", true, new Repeats(1, 100));
        call("c", "d", true, new Repeats(1, 100));

        assertThat(worst("a")).isEqualTo("a → c → d");
    }

    @Test
    void aChainDoesNotGoRoundInCircles() {
        call("a", "b", true, new Repeats(1, 100));
        call("b", "a", true, new Repeats(1, 100));
        call("a", "a", true, new Repeats(1, 100));

        assertThat(worst("a")).isEqualTo("a → b");
    }

    @Test
    void aLongChainIsFollowedAsFarAsItIsWorthAndAWideOneIsDoneAtOnce() {
        IntStream.range(0, 30)
                .forEach(hop -> IntStream.range(0, 8)
                        .forEach(from -> IntStream.range(0, 8)
                                .forEach(to ->
                                        call(hop + "-" + from, (hop + 1) + "-" + to, true, new Repeats(1, 100)))));

        var chain = Amplification.worst(new CallGraph(calls), node("0-0"));

        assertThat(chain.map(found -> found.edges().size())).isEqualTo(Optional.of(CallGraph.MOST_HOPS));
    }

    @Test
    void aCycleReadsTheSameToAllThatTakePart() {
        call("b", "c", true, NONE);
        call("c", "a", true, NONE);
        call("a", "b", true, NONE);
        call("d", "a", true, NONE);

        assertThat(List.of(cycle("a"), cycle("b"), cycle("c"))).containsOnly("a → b → c → a");
        assertThat(cycle("d")).isEqualTo("none");
    }

    @Test
    void twoThatNeedEachOtherAreACycleAndOneThatCallsItselfIsNone() {
        call("a", "a", true, NONE);
        call("b", "c", true, NONE);
        call("c", "b", true, NONE);

        assertThat(cycle("a")).isEqualTo("none");
        assertThat(cycle("c")).isEqualTo("b → c → b");
    }

    @Test
    void aSoftCallBreaksACycle() {
        call("a", "b", true, NONE);
        call("b", "a", false, NONE);

        assertThat(cycle("a")).isEqualTo("none");
        assertThat(cycle("b")).isEqualTo("none");
    }
}
