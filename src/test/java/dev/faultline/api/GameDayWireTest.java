package dev.faultline.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.faultline.api.CrdCases.Accepted;
import dev.faultline.api.gameday.GameDay;
import dev.faultline.api.gameday.run.GameDayRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a game day and its runs survive the way from YAML to records and back. */
class GameDayWireTest {

    static List<Accepted> accepted() {
        return CrdCases.accepted().stream()
                .filter(each -> each.kind().startsWith("gameday"))
                .toList();
    }

    @ParameterizedTest(name = "the records lose nothing of: {0}")
    @MethodSource("accepted")
    void recordsLoseNothing(Accepted accepted) {
        var type = accepted.kind().equals("gameday") ? GameDay.class : GameDayRun.class;

        var read = Serialization.unmarshal(accepted.manifest(), type);

        assertThat(tree(Serialization.asYaml(read))).isEqualTo(tree(accepted.manifest()));
    }

    @Test
    void fieldsOfALaterVersionOfAGameDayAreIgnoredAtEveryDepth() {
        var yaml = """
                apiVersion: faultline.dev/v1alpha1
                kind: GameDay
                metadata: {name: checkout}
                later: 1
                spec:
                  later: {a: 1}
                  windows: [{from: "09:00", to: "10:00", later: 1}]
                  exclusions: [{from: "2026-12-18", to: "2026-12-19", later: 1}]
                  historyLimits: {later: 1}
                  runTemplate:
                    later: 1
                    spec:
                      later: 1
                      approval: {later: 1}
                      guardRails: {later: 1, stopWhen: [{name: a, later: 1, healthProbeRef: {name: a, later: 1}}]}
                      steadyState:
                      - {name: a, mode: Edge, later: 1, http: {url: "http://a/", later: 1}}
                      - {name: b, mode: Edge, promQL: {query: up, above: "1", later: 1}}
                      measure: {later: 1, sli: {later: 1, healthProbeRef: {name: a}}}
                      steps:
                      - name: a
                        later: 1
                        fault:
                          later: 1
                          podKill: {later: 1}
                          podEvict: {later: 1}
                          scaleTo: {replicas: 1, later: 1}
                          httpDelay: {percent: 1, delay: 1s, later: 1}
                          httpAbort: {percent: 1, status: 503, later: 1}
                          blackhole: {dependency: a, later: 1}
                          nodeDrain: {selector: {}, later: 1}
                          zoneLoss: {zones: [a], later: 1}
                          networkDeny: {later: 1, ports: [{port: 1, later: 1}], peers: [{cidr: 10.0.0.0/8, later: 1}]}
                        targets: [{kind: Deployment, name: a, later: 1}]
                status:
                  later: 1
                  lastRun: {name: a, outcome: Passed, later: 1}
                  runs: {later: 1}
                """;

        var gameDay = Serialization.unmarshal(yaml, GameDay.class);

        assertThat(gameDay.getSpec().unreadable()).isNull();
        assertThat(requireNonNull(gameDay.getStatus()).lastRun()).isNotNull();
        assertThat(Serialization.asYaml(gameDay)).contains("podEvict: {}").doesNotContain("later");
    }

    @Test
    void fieldsOfALaterVersionOfARunAreIgnoredAtEveryDepth() {
        var beyondMetadata = RUN.indexOf("spec:");
        var yaml =
                RUN.substring(0, beyondMetadata) + RUN.substring(beyondMetadata).replace("}", ", later: 1}");

        var run = Serialization.unmarshal(yaml, GameDayRun.class);

        assertThat(run.getSpec().unreadable()).isNull();
        assertThat(requireNonNull(run.getStatus()).unreadable()).isNull();
        assertThat(requireNonNull(run.getStatus().ledger()).getFirst().target().uid())
                .isEqualTo("b1a7");
        assertThat(Serialization.asYaml(run)).doesNotContain("later");
    }

    /** A run with something in every part of its status. */
    private static final String RUN = """
            apiVersion: faultline.dev/v1alpha1
            kind: GameDayRun
            metadata: {name: checkout-29824320}
            spec: {gameDayRef: {name: checkout}, ignoreWindows: false}
            status:
              phase: Running
              plan: [{effect: kill 1 of 3 pods of Deployment/checkout, pods: 1, step: kill}]
              steps: [{atStep: kill, phase: Holding}]
              ledger: [{entry: 0, step: kill, target: {kind: Pod, name: checkout-1, uid: b1a7}, verb: Kill, state: Applied}]
              checks: [{check: front, mode: Edge, result: Pending}]
              signals: [{signal: sli, state: Good, transitions: [{atTime: "2026-10-01T10:00:00Z", state: Good}]}]
              measured: {impact: Seen}
              rehearsal: {steps: [{name: kill, fault: {podKill: {gracePeriod: 5s}}}]}
            """;

    @Test
    void theRecordOfARunLosesNothing() {
        var run = Serialization.unmarshal(RUN, GameDayRun.class);

        assertThat(tree(Serialization.asYaml(run))).isEqualTo(tree(RUN));
    }

    @Test
    void aSpecThatCannotBeReadSaysWhereAndEndsNothingElse() {
        var yaml = """
                apiVersion: faultline.dev/v1alpha1
                kind: GameDay
                metadata: {name: checkout}
                spec: {runTemplate: {spec: {steps: [{name: a, fault: {zoneLoss: {zones: [a], pods: Burn}}}]}}}
                """;

        var gameDay = Serialization.unmarshal(yaml, GameDay.class);

        assertThat(gameDay.getSpec().unreadable())
                .isEqualTo("spec.runTemplate.spec.steps[0].fault.zoneLoss.pods is Burn, which this version does not "
                        + "know; use one of Evict, Kill");
        assertThat(gameDay.getSpec().schedule()).isNull();
    }

    @Test
    void aSpecThatBreaksABoundOfItsSchemaIsNotRead() {
        var yaml = """
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: checkout}
                spec: {template: {spec: {steps: [{name: a, fault: {scaleTo: {replicas: -1}}}]}}}
                """;

        var run = Serialization.unmarshal(yaml, GameDayRun.class);

        assertThat(run.getSpec().unreadable())
                .isEqualTo("spec.template.spec.steps[0].fault.scaleTo.replicas is -1; use at least 0");
    }

    @Test
    void aSpecThatIsNotThereIsMissing() {
        var head = "apiVersion: faultline.dev/v1alpha1\nmetadata: {name: checkout}\n";

        assertThat(Serialization.unmarshal(head + "kind: GameDay\n", GameDay.class)
                        .getSpec()
                        .unreadable())
                .isEqualTo("spec is missing");
        assertThat(Serialization.unmarshal(head + "kind: GameDayRun\nspec: null\n", GameDayRun.class)
                        .getSpec()
                        .unreadable())
                .isEqualTo("spec is missing");
    }

    @Test
    void aStatusOfAGameDayThatCannotBeReadIsAbsent() {
        var yaml = """
                apiVersion: faultline.dev/v1alpha1
                kind: GameDay
                metadata: {name: checkout}
                spec: {}
                status: {lastRun: {name: a, outcome: Odd}}
                """;

        assertThat(Serialization.unmarshal(yaml, GameDay.class).getStatus()).isNull();
    }

    @Test
    void aRunWhoseRecordCannotBeReadIsNotANewRun() {
        var run = Serialization.unmarshal(RUN.replace("verb: Kill", "verb: Melt"), GameDayRun.class);

        assertThat(requireNonNull(run.getStatus()).unreadable())
                .isEqualTo("status.ledger[0].verb is Melt, which this version does not know; use one of Kill, Evict, "
                        + "Scale");
        assertThat(run.getStatus().ledger()).isNull();
        assertThat(run.getStatus().phase()).isNull();
    }

    @Test
    void aLedgerBeyondItsBoundIsNotRead() {
        var row = "{entry: %d, step: a, target: {kind: Pod, name: a}, verb: Kill, state: Planned}";
        var rows = IntStream.range(0, 129).mapToObj(row::formatted).collect(Collectors.joining(", "));
        var yaml = RUN.replaceAll("(?m)^  ledger: .*$", "  ledger: [" + rows + "]");

        var run = Serialization.unmarshal(yaml, GameDayRun.class);

        assertThat(requireNonNull(run.getStatus()).unreadable())
                .isEqualTo("status.ledger has 129 items; use at most 128");
    }

    @Test
    void aRunWithoutAStatusIsANewOne() {
        var head = "apiVersion: faultline.dev/v1alpha1\nkind: GameDayRun\nmetadata: {name: a}\nspec: {abort: false}\n";

        assertThat(Serialization.unmarshal(head, GameDayRun.class).getStatus()).isNull();
        assertThat(Serialization.unmarshal(head + "status: null\n", GameDayRun.class)
                        .getStatus())
                .isNull();
    }

    private static JsonNode tree(String yaml) {
        return Serialization.unmarshal(yaml, JsonNode.class);
    }
}
