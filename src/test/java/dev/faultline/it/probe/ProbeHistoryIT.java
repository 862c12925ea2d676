package dev.faultline.it.probe;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Backend;
import dev.faultline.it.world.HostsFile;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.ProbeView;
import dev.faultline.it.world.TestNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was measured outlives who measured it. */
class ProbeHistoryIT {
    private static final Map<String, String> SHORT_LEASE = Map.of(
            "FAULTLINE_LEASE_DURATION", "6s",
            "FAULTLINE_LEASE_RENEW_DEADLINE", "4s",
            "FAULTLINE_LEASE_RETRY_PERIOD", "1s");

    private TestNamespace namespace;
    private Backend backend;

    @BeforeEach
    void givenABackend() {
        namespace = ApiServer.ready().namespace("history");
        backend = Backend.up();
    }

    @AfterEach
    void removeThem() {
        backend.close();
        namespace.close();
    }

    @Test
    void anIncidentThatIsOverOutlivesAKilledOperatorAndNobodyKnowsWhatCameAfter() {
        long seen;
        try (var first = launch("killed")) {
            first.awaitLeading();
            namespace.apply(probe());
            awaitVerdict("True/Passing");
            backend.goes();
            awaitVerdict("False/ChecksFailing");
            backend.comesBack();
            awaitRecovered();
            first.kill();
        }
        var before = namespace.probe("web");
        seen = watched(before);
        var killed = Instant.now();

        // Broken and mended while nobody watches, for longer than a Lease.
        backend.goes();
        eventually(() -> assertThat(Duration.between(killed, Instant.now())).isGreaterThan(Duration.ofSeconds(8)));
        backend.comesBack();
        try (var second = launch("heir")) {
            second.awaitLeading();
            var asked = backend.questions();
            eventually(() -> assertThat(backend.questions()).isGreaterThan(asked + 3));
            // A new incident makes the operator tell all it knows.
            backend.goes();
            awaitVerdict("False/ChecksFailing");
        }
        var after = namespace.probe("web");
        var span = Duration.between(killed, Instant.now()).toSeconds();

        assertThat(after.incidents()).hasSize(2);
        assertThat(after.incidents().get(1)).isEqualTo(before.incidents().getFirst());
        assertThat(after.check("backend")).containsEntry("state", "Failing");
        assertThat(watched(after) - seen)
                .as("of %d s since then nobody watched at least 8", span)
                .isBetween(1L, span - 6);
    }

    @Test
    void anIncidentThatLastsGoesOnWithTheNextLeader() {
        Object began;
        try (var first = launch("giving");
                var second = launch("taking")) {
            eventually(() -> assertThat(first.isLeading() || second.isLeading()).isTrue());
            var leader = first.isLeading() ? first : second;
            namespace.apply(probe());
            awaitVerdict("True/Passing");
            backend.goes();
            began = awaitVerdict("False/ChecksFailing").incidents().getFirst().get("beganTime");

            leader.stop();
            var other = leader == first ? second : first;
            eventually(() -> assertThat(other.isLeading()).isTrue());
            backend.comesBack();
            awaitRecovered();
        }

        var probe = namespace.probe("web");
        assertThat(probe.incidents())
                .singleElement()
                .satisfies(incident -> assertThat(incident).containsEntry("beganTime", began));
        assertThat(probe.text("incidentCounts")).contains("detected=1", "recovered=1");
    }

    private static OperatorProcess launch(String name) {
        var settings = new HashMap<>(HostsFile.settings(name));
        settings.putAll(SHORT_LEASE);
        return OperatorProcess.launch(name, settings);
    }

    private void awaitRecovered() {
        namespace.awaitProbe("web", probe -> {
            assertThat(probe.verdict("Healthy")).as(probe.text()).isEqualTo("True/Passing");
            assertThat(probe.incidents().getFirst()).containsKey("recoverySeconds");
        });
    }

    private ProbeView awaitVerdict(String healthy) {
        return namespace.awaitProbe(
                "web",
                probe -> assertThat(probe.verdict("Healthy")).as(probe.text()).isEqualTo(healthy));
    }

    /** Seconds that are in one of the two sums. */
    private static long watched(ProbeView probe) {
        return probe.history().stream()
                .flatMap(part -> List.of("upSeconds", "downSeconds").stream().map(part::get))
                .mapToLong(value -> value instanceof Number number ? number.longValue() : 0)
                .sum();
    }

    private String probe() {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: web}
                spec:
                  targetRefs: [{kind: Deployment, name: web}]
                  deep:
                    period: 1s
                    timeout: 500ms
                    checks:
                    - {name: backend, http: {url: "http://%s:%d/health"}}
                """.formatted(HostsFile.ALLOWED, backend.port());
    }
}
