package dev.faultline.it;

import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.Command;
import dev.faultline.it.world.Description;
import dev.faultline.it.world.FakePods;
import dev.faultline.it.world.GoldenText;
import dev.faultline.it.world.Kstatus;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.PolicyView;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatusIT {
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("status");

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("status");
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void aPolicyThatIsInForceIsCurrentForEveryTool() {
        namespace.apply(Manifests.deployment("web", 3), Manifests.policy("web", "web"));

        var policy = namespace.awaitReady("web");

        assertThat(Kstatus.of(policy)).isEqualTo(Kstatus.Current);
        assertThat(policy.conditions())
                .extracting(PolicyView.Condition::type)
                .containsExactly("Accepted", "Programmed", "DisruptionSafe", "Ready");
        assertThat(policy.conditions()).allSatisfy(condition -> {
            assertThat(condition.observedGeneration()).isEqualTo(policy.generation());
            assertThat(condition.reason()).matches("[A-Z][A-Za-z]+");
            assertThat(condition.message()).isNotBlank();
        });
    }

    @Test
    void theObservedGenerationFollowsTheSpec() {
        namespace.apply(Manifests.deployment("web", 3), Manifests.policy("web", "web"));
        var before = namespace.awaitReady("web");

        namespace.apply(Manifests.policyWith(
                "web", "targetRefs: [{kind: Deployment, name: web}]", "disruption: {maxUnavailable: 2}"));

        var after = namespace.awaitPolicy("web", policy -> {
            assertThat(policy.observedGeneration()).isEqualTo(before.generation() + 1);
            assertThat(policy.condition("Ready").observedGeneration()).isEqualTo(before.generation() + 1);
        });
        assertThat(Kstatus.of(after)).isEqualTo(Kstatus.Current);
    }

    @Test
    void aPolicyWaitsWhileItsTargetIsMissingAndIsReadyOnceItIsThere() {
        namespace.apply(Manifests.policy("web", "web"));

        var waiting = namespace.awaitPolicy(
                "web", policy -> assertThat(policy.verdict("Accepted")).isEqualTo("False/TargetNotFound"));
        namespace.apply(Manifests.deployment("web", 3));

        assertThat(Kstatus.of(waiting)).isEqualTo(Kstatus.InProgress);
        assertThat(waiting.target("Deployment/web")).containsEntry("state", "TargetNotFound");
        assertThat(Kstatus.of(namespace.awaitReady("web"))).isEqualTo(Kstatus.Current);
    }

    @Test
    void aPolicyThatLostItsOnlyTargetHasFailedForEveryTool() {
        namespace.apply(Manifests.deployment("web", 3), Manifests.policy("a-first", "web"));
        namespace.awaitReady("a-first");

        namespace.apply(Manifests.policy("b-second", "web"));

        var loser = namespace.awaitPolicy(
                "b-second", policy -> assertThat(policy.verdict("Stalled")).isEqualTo("True/Conflicted"));
        assertThat(Kstatus.of(loser)).isEqualTo(Kstatus.Failed);
    }

    @Test
    void aPolicyWhosePodsWereThereBeforeItIsReadyAndSaysThatTheyLackTheSidecar() {
        namespace.apply(Manifests.deployment("web", 3));
        FakePods.ready(namespace, "web", 3);

        namespace.apply(Manifests.policyWith("web", """
                targetRefs: [{kind: Deployment, name: web}]
                dependencies:
                - name: inventory
                  serviceRef: {name: inventory, port: 80}
                  protocol: HTTP
                """));

        var policy = namespace.awaitPolicy("web", view -> {
            assertThat(view.verdict("Programmed")).isEqualTo("False/PartiallyProgrammed");
            assertThat(view.condition("Ready").status()).isEqualTo("True");
        });
        assertThat(policy.condition("Programmed").message()).contains("kubectl rollout restart");
        assertThat(policy.target("Deployment/web")).containsEntry("pods", 3).containsEntry("protectedPods", 0);
        assertThat(Kstatus.of(policy)).isEqualTo(Kstatus.Current);
        assertThat(namespace.budget("web-faultline")).isPresent();
    }

    @Test
    void kubectlWaitsForReady() {
        namespace.apply(Manifests.deployment("web", 3), Manifests.policy("web", "web"));

        var waited =
                Command.kubectl("-n", namespace.name(), "wait", "respol/web", "--for=condition=Ready", "--timeout=30s");

        assertThat(waited.text()).contains("condition met");
    }

    @Test
    void kubectlGetShowsHowThingsStandInOneLine() {
        namespace.apply(Manifests.deployment("web", 3), Manifests.policy("web", "web"));
        namespace.awaitReady("web");

        var table = Command.kubectl("-n", namespace.name(), "get", "respol").text();

        assertThat(table.lines().findFirst().orElseThrow().split("\\s{2,}"))
                .startsWith("NAME")
                .contains("READY", "SCORE", "AGE")
                .doesNotContain("CONDITIONS");
        assertThat(table.lines().skip(1).findFirst().orElseThrow().split("\\s{2,}"))
                .startsWith("web")
                .contains("True");
    }

    @Test
    void kubectlDescribeReadsWell() {
        namespace.apply(
                Manifests.deployment("web", 4),
                Manifests.deployment("single", 1),
                Manifests.deployment("guarded", 2),
                Manifests.foreignBudget("theirs", "guarded"));
        FakePods.ready(namespace, "web", 4);
        FakePods.ready(namespace, "single", 1);
        FakePods.ready(namespace, "guarded", 2);
        namespace.apply(Manifests.policy("shop", "web", "single", "guarded", "absent"));
        namespace.awaitPolicy("shop", policy -> {
            assertThat(policy.target("Deployment/web").get("budget"))
                    .isEqualTo("maxUnavailable 25%, 1 disruption allowed");
            assertThat(policy.findings()).contains("SingleReplica", "ExistingBudget");
        });
        eventually(() -> assertThat(describe()).contains("BudgetCreated", "FindingAppeared"));

        var described = describe();

        assertThat(described).doesNotContain("<nil>").doesNotContain("<unset>");
        GoldenText.assertMatches("describe.txt", Description.stable(described).replace(namespace.name(), "NAMESPACE"));
    }

    private String describe() {
        return Command.kubectl("-n", namespace.name(), "describe", "respol", "shop")
                .text();
    }
}
