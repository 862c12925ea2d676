package dev.faultline.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several policies on one workload: one wins, and the budget never has a gap. */
class ConflictIT {
    private static final String WEB = "targetRefs: [{kind: Deployment, name: web}]";

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("conflict");

    private final List<Watcher.Action> seen = new CopyOnWriteArrayList<>();
    private TestNamespace namespace;
    private Watch watch;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("conflict");
        namespace.apply(Manifests.deployment("web", 4));
        watch = namespace
                .client()
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace.name())
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, PodDisruptionBudget budget) {
                        seen.add(action);
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        seen.add(Action.ERROR);
                    }
                });
    }

    @AfterEach
    void removeNamespace() {
        watch.close();
        namespace.close();
    }

    @Test
    void theOlderPolicyWinsAndTheOtherNamesIt() {
        givenTwoPolicies();

        var loser = namespace.policy("b-second");
        assertThat(loser.verdict("Stalled")).isEqualTo("True/Conflicted");
        assertThat(loser.condition("Accepted").message()).contains("a-first");
        assertThat(loser.target("Deployment/web")).containsEntry("state", "Conflicted");
        assertThat(String.valueOf(loser.target("Deployment/web").get("message")))
                .contains("a-first");
        assertThat(namespace.policy("a-first").has("Stalled")).isFalse();
        assertThat(namespace.budgets().list().getItems()).singleElement().satisfies(budget -> {
            assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(2);
            assertThat(controller(budget)).isEqualTo("a-first");
            assertThat(budget.getMetadata().getOwnerReferences())
                    .extracting(OwnerReference::getName)
                    .containsExactlyInAnyOrder("a-first", "b-second");
        });
    }

    @Test
    void aDeletedWinnerIsFollowedByTheLoserWithoutAGap() {
        var before = givenTwoPolicies();

        namespace.deletePolicy("a-first");

        assertThatTheSecondHas(before);
        assertThat(namespace.awaitReady("b-second").has("Stalled")).isFalse();
    }

    @Test
    void aWinnerThatTurnsToAnotherTargetIsFollowedByTheLoserWithoutAGap() {
        var before = givenTwoPolicies();
        namespace.apply(Manifests.deployment("other", 3));

        namespace.apply(Manifests.policyWith(
                "a-first", "targetRefs: [{kind: Deployment, name: other}]", "disruption: {maxUnavailable: 2}"));

        assertThatTheSecondHas(before);
        namespace.awaitReady("b-second");
        namespace.awaitBudget("other-faultline");
    }

    @Test
    void aLoserThatIsDeletedLeavesTheBudgetToTheWinner() {
        var before = givenTwoPolicies();

        namespace.deletePolicy("b-second");

        var after = namespace.awaitBudget(
                "web-faultline",
                budget -> assertThat(budget.getMetadata().getOwnerReferences())
                        .extracting(OwnerReference::getName)
                        .containsExactly("a-first"));
        assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
        assertThat(seen).doesNotContain(Watcher.Action.DELETED, Watcher.Action.ERROR);
    }

    @Test
    void aNamedTargetBeatsAnOlderSelector() {
        namespace.apply(Manifests.policyWith(
                "a-selects", "targetSelector: {matchLabels: {app: web}}", "disruption: {maxUnavailable: 2}"));
        namespace.awaitReady("a-selects");
        var before = namespace.awaitBudget("web-faultline");

        namespace.apply(Manifests.policyWith("b-names", WEB, "disruption: {maxUnavailable: 1}"));

        var after = namespace.awaitBudget("web-faultline", budget -> {
            assertThat(controller(budget)).isEqualTo("b-names");
            assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        });
        namespace.awaitPolicy(
                "a-selects", policy -> assertThat(policy.verdict("Accepted")).isEqualTo("False/Conflicted"));
        namespace.awaitReady("b-names");
        assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
        assertThat(seen).doesNotContain(Watcher.Action.DELETED, Watcher.Action.ERROR);
    }

    @Test
    void aPolicyThatLosesOneOfTwoTargetsKeepsTheOther() {
        namespace.apply(Manifests.deployment("other", 3), Manifests.policy("a-first", "web"));
        namespace.awaitReady("a-first");

        namespace.apply(Manifests.policy("b-second", "web", "other"));

        var policy = namespace.awaitReady("b-second");
        assertThat(policy.verdict("Accepted")).isEqualTo("True/Accepted");
        assertThat(policy.target("Deployment/web")).containsEntry("state", "Conflicted");
        assertThat(policy.target("Deployment/other")).containsEntry("state", "Programmed");
        assertThat(policy.status()).containsEntry("programmedTargets", "1/2");
    }

    @Test
    void auditMakesNoBudgetAndSaysWhatEnforceWouldSet() {
        namespace.apply(Manifests.policyWith("web", WEB, "mode: Audit"));

        var policy = namespace.awaitPolicy(
                "web", view -> assertThat(view.verdict("Programmed")).isEqualTo("False/Audit"));
        assertThat(String.valueOf(policy.target("Deployment/web").get("budget")))
                .contains("Enforce would set maxUnavailable 25%");
        assertThat(policy.verdict("Ready")).isEqualTo("True/Ready");
        assertThat(namespace.budgets().list().getItems()).isEmpty();
    }

    @Test
    void aPolicyThatTurnsToAuditTakesItsBudgetAway() {
        namespace.apply(Manifests.policyWith("web", WEB, "mode: Enforce"));
        namespace.awaitBudget("web-faultline");

        namespace.apply(Manifests.policyWith("web", WEB, "mode: Audit"));

        namespace.awaitNoBudget("web-faultline");
        namespace.awaitPolicy(
                "web", policy -> assertThat(policy.verdict("Programmed")).isEqualTo("False/Audit"));
    }

    private PodDisruptionBudget givenTwoPolicies() {
        namespace.apply(Manifests.policyWith("a-first", WEB, "disruption: {maxUnavailable: 2}"));
        namespace.awaitReady("a-first");
        namespace.apply(Manifests.policyWith("b-second", WEB, "disruption: {maxUnavailable: 1}"));
        namespace.awaitPolicy(
                "b-second", policy -> assertThat(policy.verdict("Accepted")).isEqualTo("False/Conflicted"));
        return namespace.awaitBudget(
                "web-faultline",
                budget -> assertThat(budget.getMetadata().getOwnerReferences()).hasSize(2));
    }

    private void assertThatTheSecondHas(PodDisruptionBudget before) {
        var after = namespace.awaitBudget("web-faultline", budget -> {
            assertThat(controller(budget)).isEqualTo("b-second");
            assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
            assertThat(budget.getMetadata().getOwnerReferences())
                    .extracting(OwnerReference::getName)
                    .containsExactly("b-second");
        });
        assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
        assertThat(seen).doesNotContain(Watcher.Action.DELETED, Watcher.Action.ERROR);
    }

    private static String controller(PodDisruptionBudget budget) {
        return budget.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getName)
                .findFirst()
                .orElseThrow();
    }
}
