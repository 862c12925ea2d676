package dev.faultline.it;

import dev.faultline.argo.HealthCase;
import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.ArgoTestData;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.OperatorProcess;
import dev.faultline.it.world.OperatorRights;
import dev.faultline.it.world.TestNamespace;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Brings real policies into every state that the health script of docs/argo-cd tells apart, and compares them with its
 * test data; -Dgolden.update=true writes the test data anew.
 */
class ArgoCdIT {
    private static final String KIND = "ResiliencePolicy";
    private static final String HOLD = "example.com/hold";

    private static TestNamespace namespace;
    private static ArgoTestData data;

    static List<HealthCase> cases() {
        return HealthCase.all(KIND);
    }

    @BeforeAll
    static void givenPoliciesInEveryState() {
        namespace = ApiServer.ready().namespace("argo");
        data = new ArgoTestData(KIND, namespace);
        for (var app : List.of("audited", "calling", "late", "leaving", "spare", "taken", "web")) {
            namespace.apply(Manifests.deployment(app, 2));
            FakePods.ready(namespace, app, 2);
        }
        namespace.apply(Manifests.deployment("single", 1), Manifests.foreignBudget("taken-faultline", "nobody"));
        FakePods.ready(namespace, "single", 1);

        namespace.apply(Manifests.policy("web", "web"));
        data.see("progressing_no_status", "web");
        try (var _ = OperatorProcess.leading("argo")) {
            data.see("healthy", "web");
            seeWhatPoliciesAskFor();
            seeWhatStandsInTheWay();
            seeAPolicyGo();
        }
        namespace.apply(Manifests.policyWith(
                "web", "targetRefs: [{kind: Deployment, name: web}]", "disruption: {maxUnavailable: 2}"));
        data.see("progressing_old_generation", "web");
    }

    private static void seeWhatPoliciesAskFor() {
        namespace.apply(
                Manifests.policy("single", "single"),
                Manifests.policyWith("audited", "targetRefs: [{kind: Deployment, name: audited}]", "mode: Audit"),
                Manifests.policy("absent", "absent"),
                Manifests.policy("spare", "spare", "absent"));
        data.see("healthy_single_replica", "single");
        data.see("healthy_audit", "audited");
        data.see("progressing_target_not_found", "absent");
        data.see("progressing_one_target_missing", "spare");
    }

    private static void seeWhatStandsInTheWay() {
        namespace.apply(Manifests.policy("zweb", "web"), Manifests.policy("taken", "taken"));
        ApiServer.ready()
                .withAnyMode(() -> namespace.apply(Manifests.policyWith(
                        "broken", "targetRefs: [{kind: Deployment, name: web}]", "mode: Sometimes")));
        data.see("degraded_conflicted", "zweb");
        data.see("degraded_budget_name_taken", "taken");
        data.see("degraded_invalid", "broken");
        try (var _ = OperatorRights.without("create", "poddisruptionbudgets")) {
            namespace.apply(Manifests.policy("late", "late"));
            data.see("progressing_retrying", "late");
        }
    }

    private static void seeAPolicyGo() {
        namespace.apply(Manifests.policy("leaving", "leaving"));
        namespace.awaitReady("leaving");
        hold(List.of(HOLD));
        namespace.deletePolicy("leaving");
        data.see("progressing_deleting", "leaving");
        hold(List.of());
    }

    private static void hold(List<String> finalizers) {
        namespace.policies().withName("leaving").edit(policy -> {
            policy.getMetadata().setFinalizers(finalizers);
            return policy;
        });
    }

    @AfterAll
    static void removeAll() {
        namespace.deletePolicy("broken");
        namespace.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aLivePolicyIsWhatTheTestDataSayAndIsJudgedSo(HealthCase each) {
        data.assertThatItIsAsItsCaseSays(each);
    }
}
