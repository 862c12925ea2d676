package dev.faultline.policy.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.api.TargetKind;
import dev.faultline.policy.target.Workload.Key;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetResourceTest {
    private static final Key DEPLOYMENT = new Key(TargetKind.Deployment, "web");
    private static final Key SET = new Key(TargetKind.StatefulSet, "web");

    @Test
    void aBudgetIsNamedAfterItsWorkload() {
        assertThat(BudgetResource.name(DEPLOYMENT, Set.of(DEPLOYMENT))).isEqualTo("web-faultline");
        assertThat(BudgetResource.name(SET, Set.of(SET))).isEqualTo("web-faultline");
    }

    @Test
    void aNameThatBothKindsBearGetsTheKindOfTheSet() {
        var both = Set.of(DEPLOYMENT, SET);

        assertThat(BudgetResource.name(DEPLOYMENT, both)).isEqualTo("web-faultline");
        assertThat(BudgetResource.name(SET, both)).isEqualTo("web-statefulset-faultline");
    }

    @Test
    void longNamesAreCutAndStayApart() {
        var one = BudgetResource.name(new Key(TargetKind.Deployment, "a".repeat(252) + "b"), Set.of());
        var other = BudgetResource.name(new Key(TargetKind.Deployment, "a".repeat(252) + "c"), Set.of());

        assertThat(one).hasSizeLessThanOrEqualTo(253).endsWith("-faultline").isNotEqualTo(other);
    }

    @Test
    void onlyAnOwnerOrOurLabelAndNameMakeABudgetOurs() {
        assertThat(BudgetResource.isOurs(budget("web-faultline").build())).isFalse();
        assertThat(BudgetResource.isOurs(budget("team-pdb")
                        .editMetadata()
                        .addToLabels("app.kubernetes.io/managed-by", "faultline")
                        .endMetadata()
                        .build()))
                .isFalse();
        assertThat(BudgetResource.isOurs(budget("web-faultline")
                        .editMetadata()
                        .addToLabels("app.kubernetes.io/managed-by", "faultline")
                        .endMetadata()
                        .build()))
                .isTrue();
        assertThat(BudgetResource.isOurs(owned("faultline.dev/v1alpha1", "ResiliencePolicy")))
                .isTrue();
        assertThat(BudgetResource.isOurs(owned("example.com/v1", "ResiliencePolicy")))
                .isFalse();
        assertThat(BudgetResource.isOurs(owned("faultline.dev/v1alpha1", "GameDay")))
                .isFalse();
    }

    private static PodDisruptionBudget owned(String apiVersion, String kind) {
        return budget("any")
                .editMetadata()
                .addNewOwnerReference()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withName("p")
                .withUid("u")
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    private static PodDisruptionBudgetBuilder budget(String name) {
        return new PodDisruptionBudgetBuilder().withNewMetadata().withName(name).endMetadata();
    }
}
