package dev.faultline.gameday.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.gameday.run.GameDayRun;
import dev.faultline.gameday.cause.RunCause.Sufferer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCauseTest {
    private static final Sufferer CHECKOUT = new Sufferer("checkout", Set.of("Deployment/checkout", "StatefulSet/db"));
    private static final Sufferer FRONT = new Sufferer("front", Set.of("Deployment/front"));

    @ParameterizedTest(name = "an incident of {0} that began at {1}: {2}")
    @CsvSource({
        // The fault is one of its workload, from when it was sent for until that is whole again.
        "checkout, 09:59:59.999, none",
        "checkout, 10:00:00,     GameDayRun/kill-1",
        "checkout, 10:00:41,     GameDayRun/kill-1",
        "checkout, 10:01:00,     GameDayRun/kill-1",
        "checkout, 10:01:01,     none",
        // Another workload, and a probe that the run does not listen to.
        "front,    10:00:30,     none",
    })
    void anIncidentIsTheRunsWhoseFaultWasInEffect(String probe, String began, String cause) {
        var run = run("kill-1", "Applied", "healthProbeRef: {name: somebody}", "endTime: \"2027-01-05T10:01:00Z\"");

        assertThat(cause(probe, began, run)).isEqualTo(cause);
    }

    @ParameterizedTest(name = "an entry that is {0}: {1}")
    @CsvSource({
        "Intended,     GameDayRun/kill-1",
        "Applied,      GameDayRun/kill-1",
        "Unknown,      GameDayRun/kill-1",
        "Reverted,     GameDayRun/kill-1",
        "Superseded,   GameDayRun/kill-1",
        "RevertFailed, GameDayRun/kill-1",
        "Planned,      none",
        "Held,         none",
        "Missed,       none",
        "Refused,      none",
        "NotRun,       none",
    })
    void onlyWhatWasDoneIsACause(String state, String cause) {
        var run = run("kill-1", state, "healthProbeRef: {name: somebody}", "message: it lasts");

        assertThat(cause("checkout", "10:00:30", run)).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "measure: {sli: {healthProbeRef: {name: front}}}",
                "measure: {detectedBy: {healthProbeRef: {name: front}}}",
                "steadyState: [{name: page, mode: Edge, healthProbeRef: {name: front}}]",
                "guardRails: {stopWhen: [{name: page, healthProbeRef: {name: front}}]}",
            })
    void anIncidentOfAProbeThatARunListensToIsTheRuns(String listening) {
        var run = run("kill-1", "Applied", listening, "message: it lasts");

        assertThat(cause("front", "10:00:30", run)).isEqualTo("GameDayRun/kill-1");
        assertThat(cause("front", "09:00:30", run)).isEqualTo("none");
    }

    /** A probe whose period is long tells of it when the run is over. */
    @Test
    void aRunThatIsOverIsACauseToo() {
        var run = run("kill-1", "Reverted", "measure: {}", "endTime: \"2027-01-05T10:01:00Z\"");

        assertThat(cause("checkout", "10:00:30", run)).isEqualTo("GameDayRun/kill-1");
    }

    @Test
    void ofSeveralRunsItIsTheOneWhoseFaultCameLast() {
        var first = run("kill-1", "Applied", "measure: {}", "message: it lasts");
        var last = run("kill-2", "Applied", "measure: {}", "message: it lasts");

        var later =
                Serialization.unmarshal(Serialization.asYaml(last).replace("10:00:00", "10:00:20"), GameDayRun.class);

        assertThat(cause("checkout", "10:00:30", later, first)).isEqualTo("GameDayRun/kill-2");
        assertThat(cause("checkout", "10:00:10", later, first)).isEqualTo("GameDayRun/kill-1");
    }

    @Test
    void aRunThatHasDoneNothingYetIsNoCause() {
        var fresh = Serialization.unmarshal("""
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: kill-1, namespace: shop}
                spec: {gameDayRef: {name: kill}}
                """, GameDayRun.class);

        assertThat(cause("checkout", "10:00:30", fresh)).isEqualTo("none");
        assertThat(RunCause.of(CHECKOUT, Stream.empty(), Instant.EPOCH)).isEmpty();
    }

    private static String cause(String probe, String began, GameDayRun... runs) {
        return RunCause.of(
                        probe.equals("checkout") ? CHECKOUT : FRONT,
                        Stream.of(runs),
                        Instant.parse("2027-01-05T" + began + "Z"))
                .orElse("none");
    }

    private static GameDayRun run(String name, String state, String listening, String step) {
        return Serialization.unmarshal("""
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: %s, namespace: shop}
                spec: {gameDayRef: {name: kill}}
                status:
                  rehearsal:
                    %s
                    steps: [{name: one, fault: {podKill: {}}, targets: [{kind: Deployment, name: checkout}]}]
                  steps:
                  - atStep: one
                    phase: Holding
                    startTime: "2027-01-05T10:00:00Z"
                    %s
                  ledger:
                  - {entry: 0, step: one, target: {kind: Pod, name: checkout-a}, workload: Deployment/checkout, verb: Kill, state: %s}
                """.formatted(name, listening, step, state), GameDayRun.class);
    }
}
