package dev.faultline.it;

import static dev.faultline.it.BudgetIT.terms;
import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.Setting;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How autoscalers count, KEDA's too, whose kind may come and go while the operator runs. */
class AutoscaledBudgetIT {
    private static final String SCALED_OBJECT = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: web}
            spec:
              scaleTargetRef: {name: web}
              minReplicaCount: 1
              triggers:
              - type: cron
                metadata: {timezone: Etc/UTC, start: 0 8 * * *, end: 0 18 * * *, desiredReplicas: "5"}
            """;

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("autoscaled");

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("autoscaled");
    }

    @AfterEach
    void removeNamespace() {
        keda().delete();
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
    void scaledObjectsCountFromTheMomentTheirKindArrivesToTheMomentItGoes() throws IOException {
        namespace.apply(Manifests.deployment("web", 1), Manifests.policy("web", "web"));
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).containsExactly("SingleReplica"));

        ApiServer.ready().parse(Files.readString(Setting.KEDA_CRD.path())).forEach(ApiServer.ready()::apply);
        eventually(() -> assertThat(keda().get().getStatus().getConditions()).anySatisfy(condition -> {
            assertThat(condition.getType()).isEqualTo("Established");
            assertThat(condition.getStatus()).isEqualTo("True");
        }));
        namespace.apply(SCALED_OBJECT);
        namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));

        keda().delete();
        namespace.awaitNoBudget("web-faultline");
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).containsExactly("SingleReplica"));

        namespace.scale("web", 2);
        namespace.awaitBudget("web-faultline", terms("25%", "AlwaysAllow"));
        assertThat(OPERATOR.process().get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    private static Resource<CustomResourceDefinition> keda() {
        return ApiServer.ready()
                .client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("scaledobjects.keda.sh");
    }
}
