package dev.faultline.it.gameday;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run does to its targets, and that it is put back. */
class GameDayRunIT {
    private Arena arena;
    private TestNamespace namespace;
    private OperatorProcess operator;

    @BeforeEach
    void begin() {
        arena = Arena.of("gameday", 1);
        namespace = arena.namespace(0);
        operator = arena.lead("gameday");
        Arena.web(namespace);
    }

    @AfterEach
    void end() {
        operator.close();
        arena.close();
    }

    private static String run(String name, String lines, String... steps) {
        return """
                apiVersion: faultline.dev/v1alpha1
                kind: GameDayRun
                metadata: {name: %s}
                spec:
                  template:
                    spec:
                %s
                      steps:
                %s
                """.formatted(name, lines.indent(6), String.join("\n", steps).indent(6));
    }

    private static final String WEB = "targets: [{kind: Deployment, name: web}]";

    @Test
    void aPodIsKilledAndTheRunEndsOnceTheWorkloadIsWhole() {
        var before = uids();

        namespace.apply(run(
                "kill", "guardRails: {minHealthyReplicas: 2}", "- {name: kill, fault: {podKill: {}}, " + WEB + "}"));

        var run = Arena.awaitComplete(namespace, "kill");
        assertThat(Arena.ledger(run)).hasSize(1);
        assertThat(Arena.ledger(run).getFirst())
                .containsEntry("state", "Applied")
                .containsKey("seenTime");
        assertThat(uids()).hasSize(3).filteredOn(before::contains).hasSize(2);
        assertThat(run.status()).containsEntry("outcome", "Inconclusive").containsEntry("reason", "NoChecks");
        eventually(() -> assertThat(Arena.run(namespace, "kill").getMetadata().getFinalizers())
                .isEmpty());
        assertThat(locks()).isEmpty();
    }

    @Test
    void aWorkloadIsScaledAndPutBack() {
        namespace.apply(run(
                "scale",
                "guardRails: {minHealthyReplicas: 0}",
                "- {name: gone, fault: {scaleTo: {replicas: 0}}, duration: 2s, " + WEB + "}"));

        Arena.awaitRun(
                namespace,
                "scale",
                view -> assertThat(Arena.ledger(view).getFirst()).containsEntry("state", "Applied"));
        assertThat(web().getMetadata().getLabels()).containsKey("faultline.dev/run");

        var run = Arena.awaitComplete(namespace, "scale");
        assertThat(Arena.ledger(run).getFirst()).containsEntry("state", "Reverted");
        assertThat(web().getSpec().getReplicas()).isEqualTo(3);
        assertThat(web().getMetadata().getLabels()).isEqualTo(Map.of("app", "web"));
        assertThat(web().getMetadata().getAnnotations().keySet()).noneMatch(key -> key.startsWith("faultline.dev/"));
    }

    @Test
    void whatSomebodyElseHasChangedMeanwhileIsLeftAlone() {
        namespace.apply(run(
                "scale",
                "guardRails: {minHealthyReplicas: 0}",
                "- {name: gone, fault: {scaleTo: {replicas: 0}}, duration: 3s, " + WEB + "}"));
        Arena.awaitRun(
                namespace,
                "scale",
                view -> assertThat(Arena.ledger(view).getFirst()).containsEntry("state", "Applied"));

        namespace.scale("web", 2);

        var run = Arena.awaitComplete(namespace, "scale");
        assertThat(Arena.ledger(run).getFirst()).containsEntry("state", "Superseded");
        assertThat(web().getSpec().getReplicas()).isEqualTo(2);
        assertThat(web().getMetadata().getLabels()).isEqualTo(Map.of("app", "web"));
    }

    @Test
    void anEvictionThatABudgetHoldsBackIsAResult() {
        namespace.apply("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: tight}
                spec: {maxUnavailable: 0, selector: {matchLabels: {app: web}}}
                """);
        eventually(() -> assertThat(namespace.budget("tight").orElseThrow().getStatus())
                .matches(status -> status.getObservedGeneration() != null && status.getCurrentHealthy() == 3));

        namespace.apply(run(
                "evict", "guardRails: {minHealthyReplicas: 2}", "- {name: evict, fault: {podEvict: {}}, " + WEB + "}"));

        var run = Arena.awaitComplete(namespace, "evict");
        assertThat(Arena.ledger(run).getFirst()).as(run.text()).containsEntry("state", "Held");
        assertThat(Arena.ledger(run).getFirst().get("message").toString()).contains("429");
    }

    @Test
    void deletingARunInTheMiddlePutsBackFirst() {
        namespace.apply(Arena.gone("scale"));
        Arena.awaitRun(
                namespace,
                "scale",
                view -> assertThat(Arena.ledger(view).getFirst()).containsEntry("state", "Applied"));

        namespace.client().resource(Arena.run(namespace, "scale")).delete();

        eventually(() -> assertThat(namespace
                        .client()
                        .genericKubernetesResources(TestNamespace.POLICY_API, "GameDayRun")
                        .inNamespace(namespace.name())
                        .list()
                        .getItems())
                .isEmpty());
        assertThat(web().getSpec().getReplicas()).isEqualTo(3);
    }

    private List<String> uids() {
        return FakePods.of(namespace, "web").stream()
                .map(pod -> pod.getMetadata().getUid())
                .toList();
    }

    private List<?> locks() {
        return namespace.client().leases().inNamespace(namespace.name()).list().getItems();
    }

    private Deployment web() {
        return Arena.deployment(namespace);
    }
}
