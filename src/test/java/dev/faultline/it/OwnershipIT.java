package dev.faultline.it;

import static dev.faultline.it.BudgetIT.terms;
import static dev.faultline.it.world.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.it.world.ApiServer;
import dev.faultline.it.world.AuditLog;
import dev.faultline.it.world.Manifests;
import dev.faultline.it.world.RunningOperator;
import dev.faultline.it.world.TestNamespace;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is ours is kept as it should be; what is not ours is not touched. */
class OwnershipIT {
    private static final String OURS = "web-faultline";

    /** The garbage collector learns of a new kind only every 30 s. */
    private static final Duration COLLECTED = Duration.ofSeconds(75);

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator("ownership");

    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = ApiServer.ready().namespace("ownership");
        namespace.apply(Manifests.deployment("web", 3));
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @Test
    void aBudgetOfOthersThatHasOurNameIsNeverOverwritten() {
        namespace.apply(Manifests.foreignBudget(OURS, "web"));
        var theirs = namespace.awaitBudget(OURS);
        var audit = AuditLog.mark();

        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitPolicy("web", policy -> assertThat(policy.findings()).containsExactly("ExistingBudget"));
        namespace.deletePolicy("web");
        eventually(() -> assertThat(namespace.policies().withName("web").get()).isNull());

        assertThatIsUntouched(theirs, audit);
    }

    @Test
    void aBudgetOfOtherPodsThatHasOurNameIsAFinding() {
        namespace.apply(Manifests.foreignBudget(OURS, "db"));
        var theirs = namespace.awaitBudget(OURS);
        var audit = AuditLog.mark();

        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitPolicy("web", policy -> {
            assertThat(policy.findings()).containsExactly("BudgetNameTaken");
            assertThat(policy.condition("Ready").status()).isEqualTo("False");
            assertThat(policy.condition("Ready").message()).contains(OURS);
        });
        assertThatIsUntouched(theirs, audit);

        namespace.budgets().withName(OURS).delete();
        namespace.awaitBudget(OURS, terms("25%", "AlwaysAllow"));
        assertThat(namespace.awaitReady("web").findings()).isEmpty();
    }

    /** The disruption controller goes on writing its status, so the version alone says nothing. */
    private void assertThatIsUntouched(PodDisruptionBudget theirs, AuditLog audit) {
        assertThat(namespace.awaitBudget(OURS)).satisfies(now -> {
            assertThat(now.getMetadata().getUid())
                    .isEqualTo(theirs.getMetadata().getUid());
            assertThat(now.getMetadata().getGeneration())
                    .isEqualTo(theirs.getMetadata().getGeneration());
            assertThat(now.getMetadata().getOwnerReferences()).isEmpty();
            assertThat(now.getMetadata().getLabels())
                    .isEqualTo(theirs.getMetadata().getLabels());
        });
        assertThat(audit.writes(namespace))
                .filteredOn(write -> write.resource().equals("poddisruptionbudgets"))
                .as("a create that is refused, because the name is taken, changes nothing")
                .allMatch(write -> write.verb().equals("create") && write.code() == 409);
    }

    @Test
    void aLimitChangedByHandIsPutBack() {
        assertThatIsPutBack("{\"spec\":{\"maxUnavailable\":3}}");
    }

    @Test
    void aBudgetChangedByHandToMinAvailableIsPutBack() {
        assertThatIsPutBack("{\"spec\":{\"maxUnavailable\":null,\"minAvailable\":1}}");
    }

    @Test
    void aSelectorChangedByHandIsPutBack() {
        assertThatIsPutBack("{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"web\",\"more\":\"yes\"}}}}");
    }

    @Test
    void aLabelRemovedByHandIsPutBack() {
        assertThatIsPutBack("{\"metadata\":{\"labels\":null}}");
    }

    @Test
    void anOwnerRemovedByHandIsPutBack() {
        assertThatIsPutBack("{\"metadata\":{\"ownerReferences\":null}}");
    }

    private void assertThatIsPutBack(String change) {
        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitReady("web");
        var before = namespace.awaitBudget(OURS, terms("25%", "AlwaysAllow"));

        namespace.merge(before, change);

        eventually(() -> {
            var after = namespace.awaitBudget(OURS);
            assertThat(after.getMetadata().getUid())
                    .isEqualTo(before.getMetadata().getUid());
            assertThat(after.getMetadata().getResourceVersion())
                    .isNotEqualTo(before.getMetadata().getResourceVersion());
            assertThat(after.getSpec()).isEqualTo(before.getSpec());
            assertThat(after.getMetadata().getLabels())
                    .isEqualTo(before.getMetadata().getLabels());
            assertThat(after.getMetadata().getOwnerReferences())
                    .isEqualTo(before.getMetadata().getOwnerReferences());
        });
    }

    @Test
    void aBudgetDeletedByHandComesBack() {
        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitReady("web");
        var before = namespace.awaitBudget(OURS);

        namespace.budgets().withName(OURS).delete();

        namespace.awaitBudget(
                OURS,
                budget -> assertThat(budget.getMetadata().getUid())
                        .isNotEqualTo(before.getMetadata().getUid()));
    }

    @Test
    void labelsAndAnnotationsOfOthersOnOurBudgetAreKept() {
        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitReady("web");
        namespace.merge(
                namespace.awaitBudget(OURS),
                "{\"metadata\":{\"labels\":{\"team\":\"shop\"},\"annotations\":{\"note\":\"seen\"}}}");

        namespace.merge(namespace.awaitBudget(OURS), "{\"spec\":{\"maxUnavailable\":3}}");

        var after = namespace.awaitBudget(OURS, terms("25%", "AlwaysAllow"));
        assertThat(after.getMetadata().getLabels()).containsEntry("team", "shop");
        assertThat(after.getMetadata().getAnnotations()).containsEntry("note", "seen");
    }

    @Test
    void theLastPolicyTakesItsBudgetWithIt() {
        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitReady("web");

        namespace.deletePolicy("web");

        eventually(COLLECTED, () -> assertThat(namespace.budget(OURS)).isEmpty());
        assertThat(namespace
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace(namespace.name())
                        .withName("web")
                        .get())
                .isNotNull();
    }

    @Test
    void aWorkloadThatGoesTakesItsBudgetWithIt() {
        namespace.apply(Manifests.policy("web", "web"));
        namespace.awaitReady("web");

        namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("web")
                .delete();

        namespace.awaitNoBudget(OURS);
        namespace.awaitPolicy(
                "web", policy -> assertThat(policy.verdict("Accepted")).isEqualTo("False/TargetNotFound"));
    }
}
