package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether a drain would go well, asked of the API server by an eviction that is only a dry run. */
class DrainIT {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("drain");

    private TestNamespace namespace;
    private AuditLog audit;
    private List<Pod> pods;

    @BeforeEach
    void givenThreeReadyPods() {
        namespace = ApiServer.ready().namespace("drain");
        audit = AuditLog.mark();
        namespace.apply(Manifests.deployment("web", 3));
        pods = FakePods.ready(namespace, "web", 3);
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void aDrainIsSafeWhenTheApiServerWouldAllowAnEviction() {
        namespace.apply(Manifests.policy("web", "web"));

        awaitDrain("True/DrainAllowed");

        eventually(() -> assertThat(audit.trials(namespace))
                .singleElement()
                .satisfies(trial -> assertThat(trial.code()).isEqualTo(201)));
        assertThat(FakePods.of(namespace, "web"))
                .extracting(pod -> pod.getMetadata().getUid())
                .containsExactlyInAnyOrderElementsOf(
                        pods.stream().map(pod -> pod.getMetadata().getUid()).toList());
    }

    @Test
    void aDrainIsUnsafeWhileOnePodIsAway() {
        namespace.apply(Manifests.policy("web", "web"));
        awaitDrain("True/DrainAllowed");

        FakePods.unready(namespace, pods.getFirst());
        awaitDrain("False/BudgetExhausted");
        assertThat(namespace.policy("web").condition("DisruptionSafe").message())
                .contains("2 of 3");
        assertThat(namespace.policy("web").condition("Ready").status()).isEqualTo("True");

        FakePods.ready(namespace, "web", 3);
        awaitDrain("True/DrainAllowed");
    }

    @Test
    void aWorkloadIsTriedAtMostOnceAMinuteHoweverOftenItChanges() {
        namespace.apply(Manifests.policy("web", "web"));
        awaitDrain("True/DrainAllowed");

        for (var round = 0; round < 3; round++) {
            FakePods.unready(namespace, pods.getFirst());
            awaitDrain("False/BudgetExhausted");
            FakePods.ready(namespace, "web", 3);
            awaitDrain("True/DrainAllowed");
        }

        assertThat(audit.trials(namespace)).hasSize(1);
    }

    @Test
    void anExhaustedBudgetIsTriedAtMostOnce() {
        FakePods.unready(namespace, pods.getFirst());
        namespace.apply(Manifests.policy("web", "web"));

        awaitDrain("False/BudgetExhausted");

        assertThat(audit.trials(namespace)).hasSizeLessThan(2);
    }

    @Test
    void overlappingBudgetsOfOthersAreTriedAtMostOnce() {
        namespace.apply(
                Manifests.foreignBudget("first", "web"),
                Manifests.foreignBudget("second", "web"),
                Manifests.policy("web", "web"));

        awaitDrain("False/OverlappingBudgets");

        assertThat(audit.trials(namespace)).hasSizeLessThan(2);
    }

    @Test
    void theOnlyPodIsNeverSafeAndNeverTried() {
        namespace.apply(Manifests.deployment("single", 1));
        FakePods.ready(namespace, "single", 1);

        namespace.apply(Manifests.policy("web", "single"));

        awaitDrain("False/SingleReplica");
        assertThat(audit.trials(namespace)).isEmpty();
    }

    private void awaitDrain(String verdict) {
        namespace.awaitPolicy(
                "web", policy -> assertThat(policy.verdict("DisruptionSafe")).isEqualTo(verdict));
    }
}
