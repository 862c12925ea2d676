package dev.faultline.policy.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.HealthProbe;
import dev.faultline.api.HealthProbeStatus;
import dev.faultline.api.TargetKind;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProbeContestTest {
    private static final Workload.Key WEB = new Workload.Key(TargetKind.Deployment, "web");
    private static final String NAMED = "targetRefs: [{kind: Deployment, name: web}]";
    private static final String SELECTED = "targetSelector: {matchLabels: {tier: front}}";
    private static final String SHALLOW = "shallow: {preset: TCP, port: 80}";
    private static final String DEEP = "deep: {checks: [{name: db, tcp: {address: db:1}}]}";

    @Test
    void whoNamesTheWorkloadBeatsWhoSelectsItThenTheOldestWinsThenTheName() {
        assertThat(winner(probe("a", 1, SELECTED, SHALLOW), probe("b", 2, NAMED, SHALLOW)))
                .isEqualTo("b");
        assertThat(winner(probe("a", 2, NAMED, SHALLOW), probe("b", 1, NAMED, SHALLOW)))
                .isEqualTo("b");
        assertThat(winner(probe("b", 1, NAMED, SHALLOW), probe("a", 1, NAMED, SHALLOW)))
                .isEqualTo("a");
    }

    @Test
    void whoSetsNothingIsInNobodysWay() {
        var younger = probe("younger", 9, SELECTED, SHALLOW);

        assertThat(winner(probe("audit", 1, NAMED, SHALLOW, "mode: Audit"), younger))
                .isEqualTo("younger");
        assertThat(winner(probe("deep", 1, NAMED, DEEP), younger)).isEqualTo("younger");
        var leaving = probe("leaving", 1, NAMED, SHALLOW);
        leaving.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
        assertThat(winner(leaving, younger)).isEqualTo("younger");
    }

    @Test
    void aWorkloadThatNobodyMeansHasNoWinner() {
        assertThat(winner(probe("a", 1, "targetRefs: [{kind: Deployment, name: other}]", SHALLOW)))
                .isEmpty();
    }

    @Test
    void whatWasServedIsThatOfTheWorkload() {
        var probe = probe("a", 1, NAMED, SHALLOW);
        assertThat(ProbeContest.served(probe, WEB)).isEmpty();

        probe.setStatus(Serialization.unmarshal("""
                ---
                targets:
                - {attachedTo: StatefulSet/web, state: Programmed, served: [TCP 81]}
                - {attachedTo: Deployment/web, state: Programmed, served: [TCP 80]}
                - {attachedTo: Deployment/api, state: PathNotServed}
                """, HealthProbeStatus.class));

        assertThat(ProbeContest.served(probe, WEB)).containsExactly("TCP 80");
    }

    private static String winner(HealthProbe... probes) {
        return ProbeContest.winner(ProbeContest.Prize.Shallow, Stream.of(probes), WEB, Map.of("tier", "front"))
                .map(probe -> probe.getMetadata().getName())
                .orElse("");
    }

    private static HealthProbe probe(String name, int second, String... lines) {
        return Serialization.unmarshal(
                """
                apiVersion: faultline.dev/v1alpha1
                kind: HealthProbe
                metadata: {name: %s, namespace: shop, creationTimestamp: "2026-01-01T00:00:0%dZ"}
                spec:
                """.formatted(name, second) + String.join("\n", List.of(lines)).indent(2), HealthProbe.class);
    }
}
