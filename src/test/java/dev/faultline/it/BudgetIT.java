package dev.faultline.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which budget a workload gets, and how it follows the workload. */
class BudgetIT {
    private static final String WEB = "targetRefs: [{kind: Deployment, name: web}]";
    private static final String CONSISTENT = "consistency: Consistent";

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("budget");

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("budget");
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void aStatelessWorkloadMayLoseAQuarterOfItsPods() {
        namespace.apply(Manifests.deployment("web", 4), Manifests.policy("web", "web"));

        var budget = namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));

        assertThat(budget.getSpec().getSelector().getMatchLabels()).containsOnly(entry("app", "web"));
        assertThat(budget.getSpec().getMinAvailable()).isNull();
        assertThat(budget.getMetadata().getLabels()).containsEntry("app.kubernetes.io/managed-by", "faultline");
        assertThat(budget.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo(namespace.policy("web").uid());
            assertThat(owner.getController()).isTrue();
        });
    }

    @Test
    void aQuorumOfThreeMayLoseOneMember() {
        namespace.apply(
                Manifests.statefulSet("db", 3),
                Manifests.policyWith("db", "targetRefs: [{kind: StatefulSet, name: db}]", CONSISTENT));

        namespace.awaitBudget("db-faultline", terms(1, "IfHealthyBudget"));
    }

    @Test
    void aQuorumOfTwoGetsNoBudget() {
        namespace.apply(
                Manifests.statefulSet("db", 2),
                Manifests.policyWith("db", "targetRefs: [{kind: StatefulSet, name: db}]", CONSISTENT));

        namespace.awaitPolicy("db", policy -> {
            assertThat(policy.findings()).contains("QuorumIntolerant");
            assertThat(policy.verdict("DisruptionSafe")).isEqualTo("False/QuorumIntolerant");
            assertThat(policy.verdict("Ready")).isEqualTo("True/Ready");
        });
        assertThat(namespace.budgets().list().getItems()).isEmpty();
    }

    @Test
    void aSingleReplicaGetsNoBudget() {
        namespace.apply(Manifests.deployment("web", 1), Manifests.policy("web", "web"));

        namespace.awaitPolicy("web", policy -> {
            assertThat(policy.findings()).containsExactly("SingleReplica");
            assertThat(policy.verdict("DisruptionSafe")).isEqualTo("False/SingleReplica");
            assertThat(policy.verdict("Ready")).isEqualTo("True/Ready");
        });
        assertThat(namespace.budgets().list().getItems()).isEmpty();
    }

    @Test
    void anExplicitLimitWinsOverTheTable() {
        namespace.apply(Manifests.deployment("web", 1), Manifests.policyWith("web", WEB, """
                        disruption:
                          maxUnavailable: 2
                          unhealthyPodEvictionPolicy: IfHealthyBudget
                        """));

        namespace.awaitBudget("web-faultline", terms(2, "IfHealthyBudget"));
        assertThat(namespace.awaitReady("web").findings()).isEmpty();
    }

    @Test
    void theBudgetFollowsTheNumberOfReplicas() {
        namespace.apply(Manifests.deployment("web", 1), Manifests.policy("web", "web"));
        namespace.awaitReady("web");

        namespace.scale("web", 3);
        namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));

        namespace.scale("web", 1);
        namespace.awaitNoBudget("web-faultline");
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).containsExactly("SingleReplica"));
    }

    @Test
    void theBudgetFollowsTheSpec() {
        namespace.apply(Manifests.deployment("web", 5), Manifests.policy("web", "web"));
        var before = namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));

        namespace.apply(Manifests.policyWith("web", WEB, CONSISTENT));

        var after = namespace.awaitBudget("web-faultline", terms(1, "IfHealthyBudget"));
        assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    }

    @Test
    void theBudgetCopiesASelectorWithExpressions() {
        namespace.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector:
                    matchLabels: {app: web}
                    matchExpressions:
                    - {key: tier, operator: In, values: [gold, silver]}
                  template:
                    metadata:
                      labels: {app: web, tier: gold}
                    spec:
                      terminationGracePeriodSeconds: 0
                      containers:
                      - {name: app, image: example.invalid/app}
                """, Manifests.policy("web", "web"));

        var budget = namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));

        assertThat(budget.getSpec().getSelector().getMatchExpressions())
                .singleElement()
                .satisfies(requirement -> {
                    assertThat(requirement.getKey()).isEqualTo("tier");
                    assertThat(requirement.getOperator()).isEqualTo("In");
                    assertThat(requirement.getValues()).containsExactly("gold", "silver");
                });
    }

    @Test
    void twoKindsWithTheSameNameGetTwoBudgets() {
        namespace.apply(
                Manifests.deployment("web", 2),
                Manifests.statefulSet("web", 3).replace("app: web", "app: web-data"),
                Manifests.policyWith(
                        "web", "targetRefs: [{kind: Deployment, name: web}, {kind: StatefulSet, name: web}]"));

        var first = namespace.awaitBudget("web-faultline");
        var second = namespace.awaitBudget("web-statefulset-faultline");

        assertThat(first.getSpec().getSelector().getMatchLabels()).containsOnly(entry("app", "web"));
        assertThat(second.getSpec().getSelector().getMatchLabels()).containsOnly(entry("app", "web-data"));
    }

    @Test
    void aPolicyWithASelectorFollowsTheLabelsOfWorkloads() {
        namespace.apply(
                Manifests.deployment("web", 2),
                Manifests.statefulSet("db", 3),
                Manifests.deployment("other", 2),
                Manifests.policyWith("some", """
                        targetSelector:
                          matchExpressions:
                          - {key: app, operator: NotIn, values: [other]}
                        """));
        namespace.awaitBudget("web-faultline");
        namespace.awaitBudget("db-faultline");
        namespace.awaitPolicy("some", policy -> assertThat(policy.status()).containsEntry("programmedTargets", "2/2"));
        assertThat(namespace.budget("other-faultline")).isEmpty();

        namespace.merge(
                namespace
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace(namespace.name())
                        .withName("web")
                        .require(),
                "{\"metadata\":{\"labels\":{\"app\":\"other\"}}}");

        namespace.awaitNoBudget("web-faultline");
        namespace.awaitPolicy("some", policy -> assertThat(policy.status()).containsEntry("programmedTargets", "1/1"));
    }

    static Consumer<PodDisruptionBudget> terms(Object maxUnavailable, String evictionPolicy) {
        return budget -> {
            assertThat(budget.getSpec().getMaxUnavailable().getValue()).isEqualTo(maxUnavailable);
            assertThat(budget.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo(evictionPolicy);
        };
    }
}
