package dev.faultline.it.gameday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.Backend;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.HostsFile;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How runs are judged, by signals that are really there. */
class GameDayVerdictIT {
    private static final String PODS = """
            apiVersion: faultline.dev/v1alpha1
            kind: HealthProbe
            metadata: {name: web-pods}
            spec:
              targetRefs: [{kind: Deployment, name: web}]
              shallow: {preset: TCP, port: 80}
            """;

    private Arena arena;
    private TestNamespace namespace;
    private OperatorProcess operator;

    @BeforeEach
    void begin() {
        arena = Arena.of("verdict", 1);
        namespace = arena.namespace(0);
        var settings = new HashMap<>(HostsFile.settings("verdict"));
        settings.putAll(arena.settings());
        operator = OperatorProcess.launch("verdict", settings);
        operator.awaitLeading();
        namespace.apply(PODS);
        Arena.web(namespace);
    }

    @AfterEach
    void end() {
        operator.close();
        arena.close();
    }

    private static String run(String name) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: %s}
                spec:
                  template:
                    spec:
                      hypothesis: one of three pods may go
                      guardRails: {minHealthyReplicas: 0}
                      steadyState: [{name: pods, mode: Edge, healthProbeRef: {name: web-pods}}]
                      measure: {sli: {healthProbeRef: {name: web-pods}}, targetRecover: 30s, stable: 2s}
                      steps:
                      - {name: kill, fault: {podKill: {}}, targets: [{kind: Deployment, name: web}]}
                """.formatted(name);
    }

    @Test
    void aRunThatRecoversPassesAndItsTimeIsThatOfAStopwatch() {
        var watch = new Stopwatch();
        Thread.ofVirtual().start(watch);

        namespace.apply(run("kill"));

        var run = Arena.awaitComplete(namespace, "kill");
        watch.stop();
        assertThat(run.status())
                .as(run.text())
                .containsEntry("outcome", "Passed")
                .containsEntry("reason", "AllChecksPassed")
                .containsEntry("score", 100);
        @SuppressWarnings("unchecked")
        var measured = (Map<String, Object>) run.status().get("measured");
        assertThat(measured)
                .as(run.text())
                .containsEntry("recovery", "Recovered")
                .containsEntry("impact", "Seen");
        var taken = Duration.between(
                Instant.parse(measured.get("impactTime").toString()),
                Instant.parse(measured.get("recoveredTime").toString()));
        assertThat(taken).isCloseTo(watch.span(), Duration.ofSeconds(1));
    }

    @Test
    void aRunIsStoppedOnceItsStopConditionIsMetAndPutsBack() {
        try (var backend = Backend.up()) {
            namespace.apply("""
                    apiVersion: faultline.dev/v1alpha1
                    kind: HealthProbe
                    metadata: {name: front}
                    spec:
                      targetRefs: [{kind: Deployment, name: web}]
                      deep:
                        period: 1s
                        timeout: 500ms
                        failureThreshold: 1
                        checks: [{name: api, tcp: {address: "%s:%d"}}]
                    """.formatted(HostsFile.ALLOWED, backend.port()), """
                    apiVersion: faultline.dev/v1alpha1
                    kind: GameDayRun
                    metadata: {name: gone}
                    spec:
                      template:
                        spec:
                          guardRails:
                            minHealthyReplicas: 0
                            stopWhen: [{name: front-down, healthProbeRef: {name: front}}]
                          steps:
                          - name: gone
                            fault: {scaleTo: {replicas: 0}}
                            targets: [{kind: Deployment, name: web}]
                            duration: 10m
                    """);
            Arena.awaitRun(
                    namespace,
                    "gone",
                    view -> assertThat(Arena.ledger(view).getFirst())
                            .as(view.text())
                            .containsEntry("state", "Applied"));
        }

        var run = Arena.awaitComplete(namespace, "gone");

        assertThat(run.status())
                .as(run.text())
                .containsEntry("outcome", "Failed")
                .containsEntry("reason", "StopCondition");
        assertThat(Arena.ledger(run).getFirst()).containsEntry("state", "Reverted");
        namespace.awaitProbe("front", probe -> assertThat(probe.text()).contains("cause: \"GameDayRun/gone\""));
    }

    /** Looks from outside how long fewer than three pods are ready. */
    private final class Stopwatch implements Runnable {
        private volatile boolean stopped;
        private volatile Instant began = Instant.EPOCH;
        private volatile Instant ended = Instant.EPOCH;

        @Override
        public void run() {
            while (!stopped) {
                var ready = FakePods.of(namespace, "web").stream()
                        .filter(Readiness::isPodReady)
                        .count();
                if (ready < 3 && began.equals(Instant.EPOCH)) {
                    began = Instant.now();
                }
                if (ready == 3 && !began.equals(Instant.EPOCH) && ended.equals(Instant.EPOCH)) {
                    ended = Instant.now();
                }
            }
        }

        void stop() {
            stopped = true;
        }

        Duration span() {
            return Duration.between(began, ended);
        }
    }
}
