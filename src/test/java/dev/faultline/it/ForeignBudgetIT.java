package dev.faultline.it;

import static dev.faultline.it.BudgetIT.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two budgets on one pod make every eviction fail, so ours gives way to other people's. */
class ForeignBudgetIT {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("foreign");

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("foreign");
        namespace.apply(Manifests.deployment("web", 3));
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void ourBudgetGivesWayToAnotherAndComesBackAfterIt() {
        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitBudget("web-faultline");

        namespace.apply(Manifests.foreignBudget("theirs", "web"));
        namespace.awaitNoBudget("web-faultline");
        namespace.awaitPolicy("web", policy -> {
            assertThat(policy.findings()).containsExactly("ExistingBudget");
            assertThat(policy.verdict("Ready")).isEqualTo("True/Ready");
        });

        namespace.budgets().withName("theirs").delete();
        namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).isEmpty());
    }

    @Test
    void ourBudgetGivesWayEvenIfItsLimitIsExplicit() {
        namespace.apply(
                Manifests.foreignBudget("theirs", "web"),
                Manifests.policyWith(
                        "web", "targetRefs: [{kind: Deployment, name: web}]", "disruption: {maxUnavailable: 1}"));

        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).containsExactly("ExistingBudget"));
        assertThat(namespace.budget("web-faultline")).isEmpty();
    }

    @Test
    void twoBudgetsOfOthersAreAnError() {
        FakePods.ready(namespace, "web", 3);
        namespace.apply(
                Manifests.foreignBudget("first", "web"),
                Manifests.foreignBudget("second", "web"),
                Manifests.policy("web", "web"));

        var policy = namespace.awaitPolicy("web", view -> {
            assertThat(view.findings()).containsExactly("OverlappingBudgets");
            assertThat(view.verdict("DisruptionSafe")).isEqualTo("False/OverlappingBudgets");
        });

        assertThat(policy.condition("DisruptionSafe").message()).contains("first and second");
        assertThat(namespace.budget("web-faultline")).isEmpty();
    }

    @Test
    void aBudgetWhoseExpressionsSelectOurPodsCounts() {
        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitBudget("web-faultline");

        namespace.apply("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: theirs}
                spec:
                  minAvailable: 1
                  selector:
                    matchExpressions:
                    - {key: app, operator: NotIn, values: [db, cache]}
                    - {key: app, operator: Exists}
                """);

        namespace.awaitNoBudget("web-faultline");
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).containsExactly("ExistingBudget"));
    }

    @Test
    void aBudgetThatSelectsEverythingCounts() {
        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitBudget("web-faultline");

        namespace.apply("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: theirs}
                spec:
                  maxUnavailable: 1
                  selector: {}
                """);

        namespace.awaitNoBudget("web-faultline");
    }

    @Test
    void budgetsOfOtherPodsAndOtherNamespacesDoNotCount() {
        try (var elsewhere = ApiServer.ready().namespace("foreign")) {
            elsewhere.apply(Manifests.foreignBudget("theirs", "web"));
            namespace.apply(Manifests.foreignBudget("theirs", "db"), """
                    apiVersion: policy/v1
                    kind: PodDisruptionBudget
                    metadata: {name: none}
                    spec:
                      minAvailable: 1
                      selector:
                        matchExpressions:
                        - {key: app, operator: DoesNotExist}
                    """);

            namespace.apply(Manifests.policy("web", "web"));

            namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));
            assertThat(namespace.awaitReady("web").findings()).isEmpty();
        }
    }

    @Test
    void aBudgetOfOthersThatComesToSelectOurPodsCountsFromThen() {
        namespace.apply(Manifests.foreignBudget("theirs", "db"), Manifests.policy("web", "web"));
        namespace.awaitBudget("web-faultline");

        namespace.merge(
                namespace.budgets().withName("theirs").require(),
                "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"web\"}}}}");
        namespace.awaitNoBudget("web-faultline");

        namespace.merge(
                namespace.budgets().withName("theirs").require(),
                "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"db\"}}}}");
        namespace.awaitBudget("web-faultline");
    }
}
