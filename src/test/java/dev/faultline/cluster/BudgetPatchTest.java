package dev.faultline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetPatchTest {
    @Test
    void thePatchIsGuardedByTheUidAndLeavesForeignLabelsAlone() {
        var patch = BudgetPatch.of(
                budget(Map.of("app.kubernetes.io/managed-by", "faultline")), budget(Map.of("team", "a")));

        assertThat(patch)
                .startsWith("[")
                .contains("/metadata/uid", "\"u1\"", "/metadata/labels/app.kubernetes.io~1managed-by", "\"/spec\"");
    }

    @Test
    void aBudgetWithoutLabelsGetsTheMapFirst() {
        var patch = BudgetPatch.of(budget(Map.of("app.kubernetes.io/managed-by", "faultline")), budget(Map.of()));

        assertThat(patch).contains("\"/metadata/labels\"").doesNotContain("~1managed-by");
    }

    private static PodDisruptionBudget budget(Map<String, String> labels) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName("web-faultline")
                .withUid("u1")
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withNewMaxUnavailable("25%")
                .endSpec()
                .build();
    }
}
