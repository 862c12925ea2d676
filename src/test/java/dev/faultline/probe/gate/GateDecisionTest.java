package dev.faultline.probe.gate;

import static dev.faultline.probe.gate.GivenGatedPods.pods;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.probe.Limits;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which conditions are written, by those that there are. */
class GateDecisionTest {
    private static final Limits LIMITS = new Limits(33, 50);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "p p p      | ''",
                "p px p     | web-b True",
                "d p p      | web-a False",
                "dx p p     | ''",
                // What pods wait for comes first, and nobody gets False who had nothing.
                "d p p0     | web-c True, web-a False",
                "d0 p p     | web-a True",
                "p d m0 ?0 p p | web-c True, web-d True, web-b False",
                // A shared cause releases all.
                "dx d d     | web-a True",
                "dn pn p    | ''",
            })
    void aConditionIsWrittenWhereItIsNotAsItShouldBe(String given, String writes) {
        assertThat(words(decision(given, new Stance.Enforced(LIMITS)))).isEqualTo(writes);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {"d p p | ''", "dx p p | web-a True", "dx d0 mx pn | web-b True, web-a True, web-c True"})
    void withoutAGateEveryPodIsInService(String given, String writes) {
        assertThat(words(decision(given, new Stance.Released()))).isEqualTo(writes);
        assertThat(words(decision(given, new Stance.Shown(LIMITS)))).isEqualTo(writes);
        assertThat(decision(given, new Stance.Released()).guarded()).isEmpty();
    }

    @Test
    void auditSaysWhatWouldBeDone() {
        var guarded = decision("p d p", new Stance.Shown(LIMITS)).guarded().orElseThrow();

        assertThat(guarded.cause()).hasToString("Audit");
        assertThat(guarded.message())
                .isEqualTo("mode is Audit: would make 1 of 3 pods unready (web-b); pods kept in service");
        assertThat(decision("d d d", new Stance.Shown(LIMITS))
                        .guarded()
                        .orElseThrow()
                        .cause())
                .hasToString("Shared");
    }

    @Test
    void aConditionSaysWhatTookThePodOut() {
        assertThat(decision("d p p", new Stance.Enforced(LIMITS)).writes())
                .containsExactly(new GateWrite(
                        "uid-a", "web-a", false, false, "fails by self/db; the HealthProbe of its workload says more"));
    }

    @Test
    void eachWorkloadHasItsOwnLimitAndItsOwnGuard() {
        var two = new TreeMap<>(Map.of("Deployment/a", pods("d p p"), "Deployment/b", pods("d d d")));

        var decision = GateDecision.of(two, _ -> new Stance.Enforced(LIMITS));

        assertThat(words(decision)).isEqualTo("web-a False");
        assertThat(decision.guarded().orElseThrow().message()).startsWith("Deployment/b: self/db fails on 3 of 3");
    }

    private static GateDecision decision(String pods, Stance stance) {
        SortedMap<String, List<GatedPod>> one = new TreeMap<>(Map.of("Deployment/web", pods(pods)));
        return GateDecision.of(one, _ -> stance);
    }

    private static String words(GateDecision decision) {
        return decision.writes().stream()
                .map(write -> write.name() + (write.inService() ? " True" : " False"))
                .collect(Collectors.joining(", "));
    }
}
