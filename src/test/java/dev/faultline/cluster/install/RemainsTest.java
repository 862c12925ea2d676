package dev.faultline.cluster.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemainsTest {
    private static final String KIND = "things.example.org";

    @Test
    void policiesThatStayAreCountedWithTheCommandsThatRemoveThem() {
        assertThat(Remains.of(3, 1, false, KIND))
                .containsExactly(
                        "3 policies and 1 budget stay, and nobody follows them any more. A new installation takes them "
                                + "over as they are.",
                        "To remove the policies, and with them their budgets:",
                        "  kubectl delete things.example.org --all-namespaces --all",
                        "To remove the CRDs, after that:",
                        "  kubectl delete crd things.example.org");
    }

    @Test
    void onlyTheCrdsAreNamedWhenNothingElseStays() {
        assertThat(Remains.of(0, 0, false, KIND))
                .containsExactly(
                        "No policy and no budget stays; the CRDs do. To remove them:",
                        "  kubectl delete crd things.example.org");
    }

    @Test
    void whatGoesWithTheCrdsIsSaidBeforeItGoes() {
        assertThat(Remains.of(1, 0, true, KIND))
                .containsExactly("The CRDs go with this release (crds.keep is false), and with them 1 policy and 0 "
                        + "budgets");
    }
}
