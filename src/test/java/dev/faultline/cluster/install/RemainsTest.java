package dev.faultline.cluster.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemainsTest {
    private static final Remains.Kinds KINDS = new Remains.Kinds("things.example.org", "others.example.org");

    @Test
    void policiesThatStayAreCountedWithTheCommandsThatRemoveThem() {
        assertThat(new Remains(3, 2, 1).words(KINDS, false))
                .containsExactly(
                        "3 policies, 2 probes and 1 budget stay, and nobody follows them any more. A new installation "
                                + "takes them over as they are.",
                        "To remove policies and probes, and with policies their budgets:",
                        "  kubectl delete things.example.org,others.example.org --all-namespaces --all",
                        "To remove the CRDs, after that:",
                        "  kubectl delete crd things.example.org others.example.org");
    }

    @Test
    void onlyTheCrdsAreNamedWhenNothingElseStays() {
        assertThat(new Remains(0, 0, 0).words(KINDS, false))
                .containsExactly(
                        "No policy, probe or budget stays; the CRDs do. To remove them:",
                        "  kubectl delete crd things.example.org others.example.org");
    }

    @Test
    void whatGoesWithTheCrdsIsSaidBeforeItGoes() {
        assertThat(new Remains(1, 0, 0).words(KINDS, true))
                .containsExactly("The CRDs go with this release (crds.keep is false), and with them 1 policy, 0 "
                        + "probes and 0 budgets");
    }
}
