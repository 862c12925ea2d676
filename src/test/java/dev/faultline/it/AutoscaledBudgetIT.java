package dev.faultline.it;

import static dev.faultline.it.BudgetIT.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Keda;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How autoscalers count, KEDA's too, whose kind may come and go while the operator runs. */
class AutoscaledBudgetIT {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("autoscaled");

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("autoscaled");
    }

    @AfterEach
    void removeNamespace() {
        Keda.remove();
        namespace.close();
    }

    @Test
    void anAutoscaledSingleReplicaGetsABudgetAsLongAsItIsAutoscaled() {
        namespace.apply(Manifests.deployment("web", 1), Manifests.policy("web", "web"));
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).containsExactly("SingleReplica"));

        namespace.apply(Manifests.autoscaler("web", "web", 1));
        namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).isEmpty());

        namespace
                .client()
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(namespace.name())
                .withName("web")
                .delete();
        namespace.awaitNoBudget("web-faultline");
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).containsExactly("SingleReplica"));
    }

    @Test
    void aQuorumThatMayBeScaledToTwoGetsNoBudget() {
        namespace.apply(
                Manifests.deployment("web", 3),
                Manifests.policyWith("web", "targetRefs: [{kind: Deployment, name: web}]", "consistency: Consistent"));
        namespace.awaitBudget("web-faultline", terms(1, "IfHealthyBudget"));

        namespace.apply(Manifests.autoscaler("web", "web", 2));

        namespace.awaitNoBudget("web-faultline");
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).contains("QuorumIntolerant"));
    }

    @Test
    void scaledObjectsCountFromTheMomentTheirKindArrivesToTheMomentItGoes() {
        namespace.apply(Manifests.deployment("web", 1), Manifests.policy("web", "web"));
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).containsExactly("SingleReplica"));

        Keda.install();
        namespace.apply(Keda.scaledObject("web"));
        namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));

        Keda.remove();
        namespace.awaitNoBudget("web-faultline");
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).containsExactly("SingleReplica"));

        namespace.scale("web", 2);
        namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));
        assertThat(OPERATOR.process().get("/q/health/ready").statusCode()).isEqualTo(200);
    }
}
